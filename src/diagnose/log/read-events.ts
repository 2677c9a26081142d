import { readDriverMessage } from './driver-message.ts';
import type { LogEvent } from './event.ts';
import type { LogLine } from './line.ts';
import { readOperationMessage } from './operation-message.ts';

/** What each message says of FlexVolume; messages that say nothing known of it are of kind `other`. */
export function readEvents(lines: readonly LogLine[]): LogEvent[] {
  return lines.map(
    (line) => readDriverMessage(line) ?? readOperationMessage(line) ?? { line, kind: 'other' },
  );
}
