import { ANSWER_SWITCHES } from './answers.ts';
import { CALL_SWITCHES } from './calls.ts';
import { DISCOVERY_SWITCHES } from './discovery.ts';
import { MOUNT_SWITCHES } from './mounts.ts';
import type { Switch } from './switch.ts';
import { VOLUME_SWITCHES } from './volumes.ts';

/** Every way in which kubelets differ, by the part of the kubelet that it concerns. */
export const SWITCH_GROUPS = {
  Calls: CALL_SWITCHES,
  Answers: ANSWER_SWITCHES,
  Discovery: DISCOVERY_SWITCHES,
  Mounts: MOUNT_SWITCHES,
  Volumes: VOLUME_SWITCHES,
} satisfies Record<string, Record<string, Switch<unknown>>>;

/** The release table: one flat list of switches. */
export const SWITCHES = {
  ...CALL_SWITCHES,
  ...ANSWER_SWITCHES,
  ...DISCOVERY_SWITCHES,
  ...MOUNT_SWITCHES,
  ...VOLUME_SWITCHES,
};

export type SwitchName = keyof typeof SWITCHES;

/** The value that a switch can have. */
export type SwitchValue<Name extends SwitchName> =
  (typeof SWITCHES)[Name] extends Switch<infer Value> ? Value : never;
