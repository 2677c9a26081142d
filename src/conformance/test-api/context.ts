import type { Capabilities, Command, PodSpec } from '../../kubelet/types.ts';
import type { Expect } from './expect.ts';
import type { Kubelet } from './kubelet.ts';
import type { Node } from './node.ts';
import type { TestVolume, VolumeOverrides } from './volume.ts';

/** What the body of a requirement is given. */
export interface TestContext {
  /** Plays the kubelet against the driver: single calls, and the whole coming and going. */
  kubelet: Kubelet;
  /** What the driver told when it was probed. */
  driver: DriverUnderTest;
  /** What can be seen of the node: mounts, loop devices, processes, files. */
  node: Node;
  /** Each says, when it does not hold, what was expected, what came, and shows the call. */
  expect: Expect;
  /**
   * A new volume from the first template of the configuration that serves (see {@link VolumeOverrides}),
   * with fresh fixtures and a name of its own.
   */
  volume: (overrides?: VolumeOverrides) => Promise<TestVolume>;
  /** A new pod with a name and uid of its own. */
  pod: (overrides?: Partial<PodSpec>) => PodSpec;
  /** Adds a sentence to the result, whatever it will be: advice, figures. */
  note: (text: string) => void;
  /** Ends the body: this machine cannot check it. The verdict is incomplete when the requirement is a MUST. */
  skip: (reason: string) => never;
  /** Ends the body: it does not concern such a driver. */
  notApplicable: (reason: string) => never;
}

export interface DriverUnderTest {
  /** `vendor/driver`. */
  readonly name: string;
  /** The executable, at the kubelet's real plugin path. */
  readonly executable: string;
  /** As the kubelet reads them: its defaults where init named none. */
  readonly capabilities: Capabilities;
  /** True when the kubelet would call the command and the driver answers anything but Not supported. */
  supports(command: Command): boolean;
}
