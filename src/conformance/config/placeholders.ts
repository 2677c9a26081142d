import { FIXTURES, type Fixture } from '../facts.ts';

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Which fixtures a text asks for. @throws TypeError for a placeholder that does not exist, naming those that do */
export function placeholdersIn(text: string): Fixture[] {
  return [...text.matchAll(PLACEHOLDER)].map(([whole, name = '']) => {
    if ((FIXTURES as readonly string[]).includes(name)) return name as Fixture;
    const known = FIXTURES.map((fixture) => `{{${fixture}}}`).join(', ');
    throw new TypeError(`${whole} is no placeholder: use ${known}`);
  });
}

/** The text with each placeholder replaced by what was made for it. */
export function fillPlaceholders(text: string, made: Readonly<Partial<Record<Fixture, string>>>): string {
  return text.replace(PLACEHOLDER, (whole, name: Fixture) => made[name] ?? whole);
}
