import type { PluginHost } from '../plugin-host.ts';
import type { ActualState } from './actual-state.ts';
import type { VirtualClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import type { DesiredState } from './desired-state.ts';
import type { OperationFailure } from './pending-operations.ts';
import type { PluginManager } from './plugin-manager.ts';

/** What happens in a kubelet, for whoever tells its story. */
export interface KubeletObserver {
  /** What the kubelet would log as an error: a look-up, a probe, a pod's volume that cannot be added. */
  error(text: string): void;
  operationFailed(failure: OperationFailure): void;
}

/** The parts of one kubelet process that its operations share. */
export interface KubeletNode {
  readonly clock: VirtualClock;
  readonly host: PluginHost;
  readonly plugins: PluginManager;
  readonly cluster: Cluster;
  readonly desired: DesiredState;
  readonly actual: ActualState;
  /** `--enable-controller-attach-detach`: then this kubelet neither attaches nor detaches. */
  readonly controllerAttaches: boolean;
  readonly observer: KubeletObserver;
}
