// Reads vitest's JSON report, names what was skipped, and prints the one line that CI readers look for.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = report.testResults.flatMap((file) => file.assertionResults);
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');
for (const test of skipped) console.log(`skipped: ${test.fullName}`);
const count = (status) => tests.filter((test) => test.status === status).length;
// A file that could not be loaded has no tests of its own, yet it is a failure.
const failed = count('failed') + report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
console.log(`${count('passed')} passed, ${failed} failed, ${skipped.length} skipped`);
if (failed > 0 || count('passed') === 0) process.exitCode = 1;
if (skipped.length > 0) {
  console.error('a test was skipped: install what it needs, see .ci/packages');
  process.exitCode = 1;
}
