import { type Answer, success } from '../answer.ts';
import { parseOptions, volumeName } from '../options.ts';

/**
 * getvolumename OPTIONS. The spec name, which is there also when a restarted kubelet has lost the user's options. Kubelets
 * of today ignore the answer, but mind a failure.
 */
export function getvolumename(json: string): Answer {
  return success({ volumeName: volumeName(parseOptions(json)) });
}
