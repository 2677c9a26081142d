/** A run of cells, to be ended in all ways: `node run.mjs '{"isolation":"full","trouble":"..."}'`. */
import { writeSync } from 'node:fs';
import { openCell } from '../../../dist/src/sandbox/cell.js';
import { withEndings } from '../../../dist/src/sandbox/endings.js';

const { isolation = 'full', program = 'busy', trouble, cells = 1 } = JSON.parse(process.argv[2] ?? '{}');

// Whoever started it may die without a word.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
process.stdin.unref();

const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, stdout: 3 };

process.exitCode = await withEndings(async ({ signal, hurry }) => {
  let begun = 0;
  signal.addEventListener('abort', () => writeSync(2, 'ending\n'));
  const run = () =>
    openCell({
      program: new URL(`./${program}.mjs`, import.meta.url),
      input: { pid: process.pid },
      isolation,
      signal,
      hurry,
      onMessage: (message) => {
        begun++;
        writeSync(2, `${JSON.stringify(message)}\n`);
        if (begun === cells) act();
      },
    });
  const act = () => {
    if (trouble === 'uncaught') setTimeout(() => nobody.catches(this), 1);
    if (trouble === 'stdout') setInterval(() => process.stdout.write('report\n'), 5).unref();
    writeSync(2, 'begun\n');
  };
  const ends = await Promise.all(Array.from({ length: cells }, run));
  writeSync(2, `${JSON.stringify(ends.map(({ endedBy, leaks }) => ({ endedBy, leaks })))}\n`);
})
  .then(({ endedBy, leaks }) => {
    if (leaks.length > 0) writeSync(2, `leaks ${JSON.stringify(leaks)}\n`);
    return CODES[endedBy] ?? 0;
  })
  .catch((error) => {
    writeSync(2, `threw ${error.name}\n`);
    return 3;
  });
