import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { recordText } from '../../src/record/write.ts';
import { flexcertInPath, makeContainer, root } from '../support/container.ts';
import { blocks } from '../support/guide.ts';
import { needs } from '../support/needs.ts';
import { allPass } from '../support/records.ts';

const place = makeContainer();
afterAll(() => place.remove());

/** Every line that is a command, of blocks of no kind and of sh. */
const commandsOf = (page: string) =>
  blocks(page)
    .filter(({ kind }) => kind === '' || kind === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line.startsWith('flexcert '));

function furnish(driver: string, config: string): string {
  const work = join(place.shared, driver);
  mkdirSync(work);
  copyFileSync(join(root, `fixtures/drivers/healthy/flexcert.test~${driver}/${driver}`), join(work, 'nas'));
  writeFileSync(join(work, 'flexcert.yaml'), config);
  for (const name of ['record.json', 'old.json', 'new.json'])
    writeFileSync(join(work, name), recordText(allPass()));
  return driver;
}

describe('pages of reference, every line typed', () => {
  test.for([
    ['docs/call.md', 'sh-loop', ''],
    ['docs/reports.md', 'tmpfs', 'suite: init\nvolumes:\n  - options: { size: 16Mi }\n'],
  ] as const)('%s', { timeout: 240_000 }, async ([page, driver, config], context) => {
    needs(context, 'root', 'unshare', 'strace', 'mkfs.ext4');
    const commands = commandsOf(page);
    expect(commands.length).toBeGreaterThan(4);
    const lines = commands.flatMap((line) => [
      `echo "== ${line.split(' ', 3)[1]}"`,
      `${line.replace(/\s+#.*$/, '')} || echo "exit $?"`,
    ]);
    const work = furnish(driver, config);
    const { stdout, stderr } = await place.run([
      ...flexcertInPath(),
      'mkdir -p /data',
      `cd /shared/${work}`,
      ...lines,
    ]);
    // 1 says that the driver failed a call, as it may; 2 and 3 would be ours or the page's.
    expect(`${stdout}\n${stderr}`).not.toMatch(/^exit [^1]/m);
    expect(stderr).not.toContain('defect of flexcert');
  });
});
