import { type Answer, success } from '../answer.ts';
import { VERSION } from '../version.ts';

/**
 * Told in full, since what is left out is assumed: without any, that the driver attaches.
 *
 * No look at the node's tools here: the controller-manager calls init too, in an image that has none, and a driver that
 * fails its init used to hide its neighbours. A missing tool is named by the first call that needs it.
 */
export function init(): Answer {
  return success({
    capabilities: {
      attach: true,
      // ext4 and xfs keep labels and owners, so that the kubelet can set them: mount has nothing to do for fsGroup.
      selinuxRelabel: true,
      fsGroup: true,
      // The volume is a filesystem of its own: its statfs is the volume's usage.
      supportsMetrics: true,
      requiresFSResize: true,
    },
    version: VERSION,
  });
}
