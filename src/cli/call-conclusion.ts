import type { ChalkInstance } from 'chalk';
import type { RecordedCall } from '../record/schema.ts';
import { visibleText } from '../record/visible.ts';

/** What the kubelet concludes, and the fields that count for it. */
export function conclusionLines(call: RecordedCall, chalk: ChalkInstance): string[] {
  const { outcome, error, crash, status } = call.conclusion;
  if (outcome === 'not-supported') return [chalk.yellow('Not supported')];
  if (outcome === 'failure')
    return [chalk.red(visibleText(error ?? 'the call failed')), ...crashLines(call, chalk)];
  const fields = status === undefined ? [] : fieldLines(call.argv[0] ?? '', status, chalk);
  return [chalk.green('Success'), ...(crash === undefined ? [] : crashLines(call, chalk)), ...fields];
}

/** The same in a few words, for a call that was made on the way. */
export function shortConclusion({ conclusion }: RecordedCall): string {
  if (conclusion.outcome === 'success') return 'Success';
  if (conclusion.outcome === 'not-supported') return 'Not supported';
  return visibleText(conclusion.error ?? 'the call failed');
}

function crashLines({ conclusion: { crash, error } }: RecordedCall, chalk: ChalkInstance): string[] {
  if (crash === undefined) return [];
  return [
    chalk.red.bold(crash === error ? 'a real kubelet crashes here' : `a real kubelet crashes here: ${crash}`),
  ];
}

/** What it read besides the status, a field a line. Capabilities count in the answer to init alone. */
function fieldLines(command: string, status: Record<string, unknown>, chalk: ChalkInstance): string[] {
  const { status: _, Capabilities: capabilities, ...fields } = status;
  const read = command === 'init' ? { ...fields, capabilities } : fields;
  return Object.entries(read)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${chalk.dim(name)} ${valueText(value)}`);
}

function valueText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return visibleText(String(value));
  return Object.entries(value)
    .map(([name, one]) => `${name} ${String(one)}`)
    .join(', ');
}
