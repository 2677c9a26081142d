import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * Style and script of the page, bundled by scripts/bundle-page.mjs. Read when a page is made and not before:
 * most runs make none.
 */
export function pageAssets(): { style: string; script: string } {
  return { style: read('page.css'), script: read('page.js') };
}

/** How a content security policy names an inline script or style. */
export function policyHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Tests run from src/, users from dist/src/: the bundle is in dist/ for both. */
const ROOT = import.meta.url.includes('/dist/src/') ? '../../../../' : '../../../';

function read(name: string): string {
  return readFileSync(new URL(`${ROOT}dist/page/${name}`, import.meta.url), 'utf8').trim();
}
