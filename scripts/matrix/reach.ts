import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withDir } from 'tmp-promise';
import type { Registered } from '../../src/conformance/registry.ts';
import type { RecordedCall, Result } from '../../src/record/schema.ts';
import { type Fault, healthyText, makeFaultyDriver } from '../../test/support/faulty-driver.ts';
import { runDriver } from '../../test/support/run-driver.ts';

/** What one requirement came to on the healthy driver, and which of its functions ran; undefined where nobody can tell. */
interface Reached {
  result: Pick<Result, 'id' | 'status' | 'level'>;
  functions: string[] | undefined;
}

/** Functions of the healthy driver by the requirement that makes it run them. */
export type Reach = ReadonlyMap<string, Reached>;

/** The one whose functions can be followed: nearly all faults are changes to it. */
export const FOLLOWED = 'sh-loop';
const DEFINITION = /^([a-z_]+)\(\) \{/gm;

const cache = new URL('../../dist/fault-reach.json', import.meta.url);

/**
 * Runs the catalogue once on the healthy driver with each function noting its name, and the names added to each answer as
 * a field that no kubelet knows. The outcome is kept beside the build.
 */
export async function readReach(catalogue: readonly Registered[]): Promise<Reach> {
  const ids = catalogue.map(({ id }) => id).join('\n');
  const digest = createHash('sha256')
    .update(ids + followedText())
    .digest('hex');
  if (existsSync(cache)) {
    const kept = JSON.parse(readFileSync(cache, 'utf8')) as { digest: string; reached: [string, Reached][] };
    if (kept.digest === digest) return new Map(kept.reached);
  }
  const { results } = await withDir(
    ({ path }) => {
      const directory = makeFaultyDriver(FOLLOWING, path);
      writeFileSync(`${directory}/${FOLLOWED}`, followedText());
      return runDriver({ directory, like: FOLLOWED, catalogue, selected: catalogue });
    },
    { unsafeCleanup: true, prefix: 'flexcert-reach-' },
  );
  const reached = results.map((result): [string, Reached] => {
    const { id, level, status } = result;
    return [id, { result: { id, level, status }, functions: functionsOf(result) }];
  });
  writeFileSync(cache, JSON.stringify({ digest, reached }));
  return new Map(reached);
}

/**
 * The requirements that may come out otherwise on a driver with that fault. One that never makes the healthy driver enter
 * a function that the fault changes sees no difference: no requirement looks at more of a script than its first line.
 */
export function reachedBy(fault: Fault, catalogue: readonly Registered[], reach: Reach): Registered[] {
  const changed = changedFunctions(fault);
  if (changed === undefined) return [...catalogue];
  return catalogue.filter(({ id }) => {
    const functions = reach.get(id)?.functions;
    return functions === undefined || functions.some((name) => changed.includes(name));
  });
}

/** @returns undefined where the fault is more than functions, or changes a driver that is not followed */
function changedFunctions(fault: Fault): string[] | undefined {
  const { driver, kubelet, firstLine, after, mode, name, directory, text } = fault;
  const isElsewhere = [kubelet, firstLine, after].some((one) => one !== undefined) || mode !== 0o755;
  const isRenamed = name !== FOLLOWED || directory !== `flexcert.test~${FOLLOWED}`;
  const beside = text.replace(/^[a-z_]+\(\) \{(.*\}| .*|(?:.*\n)*?\})$/gm, '').replace(/^#.*$/gm, '');
  if (driver !== FOLLOWED || isElsewhere || isRenamed || beside.trim() !== '') return undefined;
  return [...text.matchAll(DEFINITION)].map(([, one = '']) => one);
}

/** Those of all its calls. A call without an answer of the driver's may have run any of them. */
function functionsOf({ status, calls }: Result): string[] | undefined {
  if (!['passed', 'not-applicable'].includes(status)) return undefined;
  const lists = calls.map(functionsIn);
  if (lists.includes(undefined)) return undefined;
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}

function functionsIn({ output }: RecordedCall): string[] | undefined {
  const text = 'text' in output ? output.text : '';
  const names = /"reached":"([a-z_ ]*)"/.exec(text ?? '')?.[1];
  return names?.trim().split(/ +/);
}

function followedText(): string {
  const lines = healthyText(FOLLOWED)
    .replace(DEFINITION, '$1() { reached="$reached $1";')
    .trimEnd()
    .split('\n');
  return [...lines.slice(0, -1), ANSWERS, lines.at(-1), ''].join('\n');
}

const ANSWERS = String.raw`
succeed() {
  printf '{"status":"Success"%s,"reached":"%s"}\n' "$1" "$reached succeed"
  exit 0
}
fail() {
  as_json "$1"
  printf '{"status":"Failure","message":"%s","reached":"%s"}\n' "$as_json" "$reached fail"
  exit 1
}
not_supported() {
  printf '{"status":"Not supported","reached":"%s"}\n' "$reached not_supported"
  exit 1
}`;

/** No fault: what makes the directory. */
const FOLLOWING: Fault = {
  id: 'reach',
  breaks: [],
  says: '',
  mend: '',
  also: {},
  driver: FOLLOWED,
  wraps: [],
  mode: 0o755,
  name: FOLLOWED,
  directory: `flexcert.test~${FOLLOWED}`,
  sentence: '',
  text: '',
};
