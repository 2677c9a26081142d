import type { Rule } from '../rule.ts';

export const controllerLostDriver: Rule = {
  id: 'controller-lost-driver',
  title: 'the controller-manager has no driver to attach or detach with',
  symptoms: [40],
  when: [
    {
      on: 'log',
      certainty: 'certain',
      where: { log: /(?:FindAttachablePlugin\w*|findDetachablePlugin\w*) failed.*no volume plugin matched/s },
    },
    { on: 'log', certainty: 'guess', where: { log: /Volume not attached according to node status/ } },
  ],
  cause:
    'attach and detach are called by the controller-manager, which needs the driver in its own plugin directory and must have loaded it. After its restart it looks before drivers are probed, or it never had this one; the node then waits for an attach that nobody makes.',
  mend: 'Install the driver where the controller-manager runs, name the directory with --flex-volume-plugin-dir, and restart it. With attach: false none of this is needed.',
  attempts: [
    'kubectl -n kube-system logs <kube-controller-manager pod> | flexcert explain -',
    'kubectl get node <node> -o jsonpath="{.status.volumesAttached}"',
  ],
  reference:
    'https://github.com/kubernetes/kubernetes/issues/61927, https://github.com/kubernetes/kubernetes/issues/91493, https://github.com/oVirt/ovirt-openshift-extensions/issues/127',
  example: {
    log: 'E0222 20:31:02.123456       1 attach_detach_controller.go:1] DetachVolume.FindAttachablePluginByName failed for volume "data" (UniqueName: "flexvolume-v/d/data") on node "node-1" : no volume plugin matched',
  },
  nearMiss: {
    log: 'E1123 06:40:00.000001   24616 nestedpendingoperations.go:301] Operation for "{volumeName:v/d/data podName: nodeName:}" failed. No retries permitted until 2026-11-23 06:40:00.5 +0000 UTC m=+1 (durationBeforeRetry 500ms). Error: "Volume has not been added to the list of VolumesInUse in the node\'s volume status for volume \\"data\\" (UniqueName: \\"v/d/data\\") pod \\"p\\" (UID: \\"aa-1\\") "',
  },
};
