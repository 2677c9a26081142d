import { decodeAnswer } from '../kubelet/json/decode-answer.ts';
import { KUBELET_SOURCE } from './log/kubelet-source.ts';
import type { LogLine } from './log/line.ts';
import { readEvents } from './log/read-events.ts';
import { readLog } from './log/read-log.ts';

export type InputKind = 'answer' | 'log';

/** How much of a long text is looked at. */
const LOOKED_AT = 1 << 20;

/**
 * Whether a text is a driver's answer or lines of a log. A driver may log in klog's own form, so a
 * header alone makes no log of the kubelet: a message or a source that is the kubelet's does.
 */
export function kindOfInput(bytes: Uint8Array): InputKind {
  const head = Buffer.from(bytes.subarray(0, LOOKED_AT));
  const decoded = decodeAnswer(head);
  if (decoded.error === undefined && decoded.status.status !== '') return 'answer';
  const lines = readLog(head.toString('utf8'));
  const speaks = readEvents(lines).some((event) => event.kind !== 'other');
  return speaks || lines.some(isOfKubelet) ? 'log' : 'answer';
}

function isOfKubelet({ source, program, event, fields }: LogLine): boolean {
  if (event !== undefined) return true;
  if (source !== undefined && KUBELET_SOURCE.test(source)) return true;
  if (
    program !== undefined &&
    /^(?:kubelet|kube-controller-manager|hyperkube|kubelet-wrapper|kubenswrapper)/.test(program)
  )
    return true;
  return Object.keys(fields).length > 0 && source !== undefined;
}
