import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';
import type { FlexcertRecord } from '../../src/record/schema.ts';
import { deriveSummary } from '../../src/record/verdict.ts';
import { recordText } from '../../src/record/write.ts';
import { follow } from '../support/guide.ts';
import { needs } from '../support/needs.ts';
import { allPass } from '../support/records.ts';

const PAGE = 'docs/on-many-nodes.md';

/** A record of a driver, with some requirements failed. */
function recordOf(name: string, ...failed: string[]): FlexcertRecord {
  const good = allPass();
  const [first] = good.results;
  if (first === undefined) throw new Error('no result');
  const results = [
    ...good.results,
    ...failed.map((id) => ({ ...first, id, level: 'MUST' as const, status: 'failed' as const })),
  ];
  return {
    ...good,
    driver: { ...good.driver, name },
    results,
    summary: deriveSummary({ results, strict: undefined, ended: undefined }),
  };
}

/** The tarball that the page is about. */
async function prepare(directory: string): Promise<void> {
  for (const [node, record] of [
    ['worker-1', recordOf('example.com/nas')],
    ['worker-2', recordOf('example.com/nas', 'init/succeeds')],
    ['worker-2', recordOf('flexcert.test/tmpfs')],
  ] as const) {
    const folder = join(directory, 'plugins/flexvolume/results', node, record.driver.name.replace('/', '~'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'record.json'), recordText(record));
  }
  await create({ file: join(directory, '202611251200_sonobuoy_1f.tar.gz'), gzip: true, cwd: directory }, [
    'plugins',
  ]);
}

describe(PAGE, () => {
  it('shows what happens when its commands are typed', async (context) => {
    needs(context, 'jq');
    expect(await follow(PAGE, { prepare })).toBe(4);
  });
});
