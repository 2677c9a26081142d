import type { Capabilities } from './types.ts';

/** What a driver is taken for capable of as long as it says nothing else. An attach call is then expected. */
export const DEFAULT_CAPABILITIES: Readonly<Capabilities> = {
  attach: true,
  selinuxRelabel: true,
  supportsMetrics: false,
  fsGroup: true,
  requiresFSResize: true,
};
