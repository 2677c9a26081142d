import type { KubernetesObject, PodObject } from '../objects.ts';
import type { Scenario, Step } from '../scenario.ts';
import { span } from './ink.ts';

/** What a step is, in one line, and what there is to know about it. */
export function stepText(step: Step, scenario: Scenario): string[] {
  switch (step.op) {
    case 'addPod':
      return [`Pod ${step.pod} comes`, ...volumesOf(step.pod, scenario.objects)];
    case 'addPodNoWait':
      return [
        `Pod ${step.pod} comes, and the kubelet goes on for ${span(step.ms)}`,
        ...volumesOf(step.pod, scenario.objects),
      ];
    case 'deletePod':
      return [`Pod ${step.pod} is gone, and the kubelet goes on for ${span(step.ms)}`];
    case 'wait':
      return [`The kubelet goes on for ${span(step.ms)}`];
    case 'restart':
      return ['The kubelet restarts, and knows no pod'];
    case 'restartKeep':
      return ['The kubelet restarts, and its pods are still there'];
    case 'verifyAttached':
      return ['The controller asks whether the first volume is attached'];
    case 'expand':
      return [`The first volume is to grow from ${step.arg.old} to ${step.arg.new}`];
    case 'nodeExpand':
      return [`The filesystem of the first volume is to grow from ${step.arg.old} to ${step.arg.new}`];
    case 'removeDriver':
      return ["The driver's executable is renamed out of the plugin directory"];
    case 'restoreDriver':
      return ["The driver's executable is back"];
    case 'unlinkDriver':
      return ["The driver's executable is deleted"];
    case 'touchDriver':
      return ["The times of the driver's executable change"];
    case 'fixBroken':
      return ['The broken driver beside it is mended'];
  }
}

function volumesOf(name: string, objects: readonly KubernetesObject[]): string[] {
  const pod = objects.find((object): object is PodObject => {
    return object.kind === 'Pod' && object.metadata.name === name;
  });
  return (pod?.spec.volumes ?? []).map((volume) => {
    if (volume.flexVolume !== undefined) {
      const { driver, fsType, readOnly } = volume.flexVolume;
      return `volume ${volume.name}: inline, driver ${driver}, ${described(fsType, readOnly === true)}`;
    }
    if (volume.persistentVolumeClaim === undefined) return `volume ${volume.name}: no FlexVolume, not played`;
    const { claimName, readOnly } = volume.persistentVolumeClaim;
    return `volume ${volume.name}: claim ${claimName}${readOnly === true ? ', read-only' : ''}`;
  });
}

function described(fsType: string | undefined, readOnly: boolean): string {
  return `${fsType ? fsType : 'no fsType'}, ${readOnly ? 'read-only' : 'writable'}`;
}
