import type { Capabilities, Command } from '../kubelet/types.ts';

/** What is known before the requirements run; `needs` are checked against it. */
export interface Facts {
  driver: DriverFacts;
  machine: MachineFacts;
  templates: readonly { makes: readonly Fixture[] }[];
  /** The kubelet release that is played. */
  release: string;
}

/** What the driver told when it was probed. */
export interface DriverFacts {
  /** `vendor/driver`. */
  name: string;
  /** Its own, if init tells it. */
  version?: string;
  /** As the kubelet reads them: its defaults where init named none. */
  capabilities: Capabilities;
  /** Why init did not succeed, when it did not. */
  initError?: string;
  /** Why it could not even be probed, for a fault of this machine. */
  unprobed?: string;
  /** Commands that the kubelet calls of such a driver and that it does not answer with Not supported. */
  commands: readonly Command[];
  /** Commands that the kubelet never calls of such a driver: attach and its kin when `attach` is false. */
  uncalled: readonly Command[];
}

export interface MachineFacts {
  root: boolean;
  loop: boolean;
  /** What the kernel said when a loop device was tried; absent when it was not, or worked. */
  whyNoLoop?: string;
  /** Whether the driver runs in a mount namespace of its own. */
  isolated: boolean;
  tool(name: string): boolean;
  filesystem(type: string): boolean;
}

/** What a placeholder such as `{{image}}` makes fresh for each volume. */
export const FIXTURES = ['image', 'device', 'directory', 'name'] as const;
export type Fixture = (typeof FIXTURES)[number];
