/**
 * What a suite imports, ours and a vendor's own alike: `import { requirement } from 'flexcert/suite'`.
 * docs/requirements-api.md shows how a requirement is written.
 */

export type { Capabilities, Command, DriverStatus, PodSpec, VolumeSpec } from '../kubelet/types.ts';
export type { Level } from '../record/schema.ts';
export type { Need } from './needs.ts';
export { requirement } from './requirement.ts';
export type * from './test-api/context.ts';
export type * from './test-api/expect.ts';
export type * from './test-api/kubelet.ts';
export type * from './test-api/node.ts';
export type * from './test-api/requirement.ts';
export type * from './test-api/volume.ts';
