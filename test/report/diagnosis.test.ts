import { expect, test } from 'vitest';
import { REPORTER_NAMES, reporters } from '../../src/report/index.ts';
import { renderSummary } from '../../src/report/terminal.ts';
import { withFailures } from '../support/records.ts';

/** Words that no format escapes, so that each can be looked for as it is. */
const DIAGNOSIS = { rule: 'tool-missing', cause: 'thescriptcallsnasctl', mend: 'installnasctleverywhere' };

function diagnosed() {
  const record = withFailures();
  const failed = record.results.filter(({ status }) => status === 'failed');
  for (const result of failed) result.diagnosis = [DIAGNOSIS];
  return record;
}

test.each(REPORTER_NAMES)('a failed requirement carries its cause and mend in %s', (name) => {
  const text = Buffer.from(reporters[name].render(diagnosed())).toString();
  expect(text).toContain(DIAGNOSIS.cause);
  expect(text).toContain(DIAGNOSIS.mend);
});

test('a failed requirement carries its cause and mend in the terminal', () => {
  const text = renderSummary(diagnosed(), { color: false, width: 100 });
  expect(text).toContain(DIAGNOSIS.cause);
  expect(text).toContain(DIAGNOSIS.mend);
});
