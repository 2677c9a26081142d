import { readCatalogue } from '../conformance/catalogue.ts';
import type { Need } from '../conformance/needs.ts';
import type { Level } from '../record/schema.ts';

/** A requirement as the catalogue tells it. */
export interface ListedRequirement {
  /** `<area>/<name>`; once published, it keeps its meaning. */
  id: string;
  level: Level;
  /** Reads on from "the driver must". */
  sentence: string;
  /** What the kubelet does otherwise, or the report from the field. */
  reference: string;
  /** What driver and machine need to have for it. */
  needs: readonly Need[];
}

/** Every requirement of the suite, in the order of the catalogue. */
export async function list(): Promise<ListedRequirement[]> {
  const catalogue = await readCatalogue();
  return catalogue.map(({ id, level, sentence, reference, needs }) => ({
    id,
    level,
    sentence,
    reference,
    needs,
  }));
}
