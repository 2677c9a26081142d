/**
 * Runs the catalogue in other orders and with other numbers of workers, and compares the verdicts:
 * npm run shuffles [-- COUNT [SEED [FLAG...]]], where flags such as --suite mount narrow it. Ends with 1 for any difference.
 */
import { withDir } from 'tmp-promise';
import { run } from './flexcert.ts';

const WORKERS = [1, 2, 3, 4, 6];
const [count = '20', seed = 'seed', ...flags] = process.argv.slice(2);

await withDir(
  async ({ path }) => {
    const verdicts = async (order: readonly string[]): Promise<string[]> => {
      const { results, summary } = await run(path, [...flags, ...order]);
      return [
        `verdict ${summary.verdict}`,
        ...results.map(({ id, kubelet, status }) => `${id} ${kubelet} ${status}`),
      ];
    };
    const expected = await verdicts([]);
    const differences: string[] = [];
    for (let index = 1; index <= Number(count); index++) {
      const order = ['--shuffle', `${seed}-${index}`, '--workers', String(WORKERS[index % WORKERS.length])];
      const came = await verdicts(order);
      const other = came.filter((line, at) => line !== expected[at]);
      differences.push(...other.map((line) => `${order.join(' ')}: ${line}`));
      process.stderr.write(
        `${order.join(' ')}: ${other.length} of ${expected.length} differ ${other.join(', ')}\n`,
      );
    }
    process.stdout.write(
      `${JSON.stringify({ seed, orders: Number(count), results: expected.length, differences })}\n`,
    );
    if (differences.length > 0) process.exitCode = 1;
  },
  { unsafeCleanup: true, prefix: 'flexcert-shuffles-' },
);
