const NAMES = String.raw`(?:driver-call|operation_generator|nestedpendingoperations|reconciler\w*|desired_state_of_world_populator|plugins|probe|attacher\w*|detacher\w*|mounter\w*|unmounter\w*|kubelet\w*|volume_manager|attach_detach_controller|actual_state_of_world|pod_workers|volume_linux|expand_controller|plugin-defaults)\.go:`;

/** Sources of the kubelet and the controller-manager whose messages speak of volumes. */
export const KUBELET_SOURCE = new RegExp(`^${NAMES}`);
/** The same in a line whose header somebody has changed: without time or process, as log collectors keep it. */
export const KUBELET_SOURCE_WITHIN = new RegExp(String.raw`(?:^|[\s"])(${NAMES}\d+)\] ?`);
