import type { FlexcertRecord, Result } from '../../record/schema.ts';
import { VERDICT_WORDS } from '../words.ts';
import { appendix, leftBehind } from './appendix.ts';
import { pageAssets, policyHash } from './assets.ts';
import { BLOCK_SIZE, callData, packedBlock } from './call-block.ts';
import type { CallBlock } from './call-data.ts';
import { commandTable } from './commands.ts';
import { entriesOf } from './entries.ts';
import { filters } from './filters.ts';
import { iconSprite } from './icons.ts';
import { html, type Markup, trusted } from './markup.ts';
import { masthead } from './masthead.ts';
import { matrix } from './matrix.ts';
import { requirementList } from './requirement-list.ts';

/** The whole report as one page that needs nothing else: no network, no other file. */
export function renderHtml(record: FlexcertRecord): string {
  return [...htmlChunks(record)].join('');
}

/**
 * The same in pieces. All that a reader sees at first is plain HTML; the calls, which are most of a record,
 * follow as packed blocks that the page's script opens when a requirement is opened.
 */
export function* htmlChunks(record: FlexcertRecord): Generator<string> {
  const { style, script } = pageAssets();
  const strict = record.strict === true;
  const entries = entriesOf(record.results, strict);
  const several = new Set(record.results.map(({ kubelet }) => kubelet)).size > 1;
  const places = placesOf(record.results);
  yield String(head(record, { style, script }));
  yield String(html`<body>${iconSprite()}
<a class="skip" href="#requirements">Skip to the requirements</a>
<button class="theme" type="button" hidden>Theme</button>
${masthead(record, entries)}
<main>
${leftBehind(record)}
${entries.length > 0 && matrix(entries)}
<section aria-labelledby="requirements"><h2 id="requirements" tabindex="-1">Requirements</h2>
${filters(entries)}
`);
  const context = { leaks: record.leaks, several, strict, placeOf: (result: Result) => places.get(result) };
  for (const piece of requirementList(entries, context)) yield String(piece);
  yield String(html`<p class="nothing" hidden>No requirement fits this filter.</p></section>
${commandTable(record.results)}
${appendix(record)}
</main>
<footer>Made by flexcert ${record.tool.version} from the record of the run. What it says can be derived again from the record, and checked with <code>flexcert verify</code> where there is a certificate.</footer>
`);
  yield* blocks(record.results, places);
  yield `<script>${script}</script>\n</body>\n</html>\n`;
}

function head({ driver, summary }: FlexcertRecord, assets: { style: string; script: string }): Markup {
  const policy = [
    "default-src 'none'",
    `style-src ${policyHash(assets.style)}`,
    `script-src ${policyHash(assets.script)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${driver.name}: ${VERDICT_WORDS[summary.verdict]}. FlexVolume conformance</title>
<link rel="icon" href="data:,">
<style>${trusted(assets.style)}</style>
</head>
`;
}

/** Which block each result's calls are in. Sizes are guessed from the record: blocks need only be about alike. */
function placesOf(results: readonly Result[]): Map<Result, { block: number; index: number }> {
  const places = new Map<Result, { block: number; index: number }>();
  let [block, index, size] = [0, 0, 0];
  for (const result of results) {
    if (result.calls.length === 0) continue;
    if (size > BLOCK_SIZE) [block, index, size] = [block + 1, 0, 0];
    places.set(result, { block, index });
    index += 1;
    for (const { argv, output } of result.calls) {
      size += 200 + argv.join().length + (output.text ?? output.base64 ?? '').length;
    }
  }
  return places;
}

function* blocks(results: readonly Result[], places: ReturnType<typeof placesOf>): Generator<string> {
  let current: CallBlock = [];
  let number = 0;
  const written = () =>
    `<script type="text/plain" class="block" data-block="${number}">${packedBlock(current)}</script>\n`;
  for (const result of results) {
    const place = places.get(result);
    if (place === undefined) continue;
    if (place.block !== number) {
      yield written();
      current = [];
      number = place.block;
    }
    current.push(callData(result.calls));
  }
  if (current.length > 0) yield written();
}
