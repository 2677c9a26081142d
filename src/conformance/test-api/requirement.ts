import type { Level } from '../../record/schema.ts';
import type { Need } from '../needs.ts';
import type { TestContext } from './context.ts';

/** One thing that a driver has to do, and how it is found out. */
export interface Requirement {
  /** `<area>/<name>`. Once published, an id keeps its meaning. */
  id: string;
  level: Level;
  /** What the driver must do, as the end of a sentence that begins "the driver must": a vendor can act on it. */
  sentence: string;
  /** Why: what a kubelet does otherwise, or the report from the field. */
  reference: string;
  needs: readonly Need[];
  /** Milliseconds for the whole of it, where the default (`timeouts.requirement`) does not do. */
  timeoutMs?: number;
  body: (t: TestContext) => Promise<void>;
}

export interface RequirementDetails {
  reference: string;
  needs?: readonly Need[];
  timeoutMs?: number;
}
