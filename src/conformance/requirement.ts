import type { Level } from '../record/schema.ts';
import { register } from './registry.ts';
import type { TestContext } from './test-api/context.ts';
import type { RequirementDetails } from './test-api/requirement.ts';

/**
 * Adds a requirement to the catalogue.
 *
 * MUST: the kubelet misreads the driver otherwise, a pod or node is stuck, data is lost, a secret leaks or
 * foreign code runs. SHOULD: it works, and will hurt in operation. MAY: told, never judged.
 *
 * The body runs in a cell of its own: it has `/var/lib/kubelet`, the plugin directory and the process table to
 * itself, and need not clean up. What it brought and did not take away is taken away by the kubelet afterwards.
 * It fails by a broken expectation; any other error it throws is taken for a defect of the requirement.
 *
 * @throws TypeError when the id is malformed or taken
 */
export function requirement(
  id: string,
  level: Level,
  sentence: string,
  details: RequirementDetails,
  body: (t: TestContext) => Promise<void>,
): void {
  register({ needs: [], ...details, id, level, sentence, body });
}
