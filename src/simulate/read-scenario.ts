import { readFile } from 'node:fs/promises';
import { parseAllDocuments } from 'yaml';
import { UsageError } from '../errors.ts';
import { readManifest } from './manifests.ts';
import { naturalLife, SCENARIO_SCHEMA, type Scenario } from './scenario.ts';

/**
 * Reads a scenario, or plain manifests, from one file or several; YAML (of several documents) or JSON.
 * At most one of the documents may be a scenario; the others add their objects to it.
 * @param sources paths of files, or what would be in one as an object
 * @throws UsageError naming the file and what is wrong in it
 */
export async function readScenario(sources: readonly (string | object)[]): Promise<Scenario> {
  const documents = (await Promise.all(sources.map(readSource))).flat();
  const scenarios = documents.filter(({ value }) => isScenario(value));
  const [chosen, another] = scenarios;
  if (another !== undefined) {
    throw new UsageError(`${another.file}: a second scenario after ${chosen?.file}: play them one at a time`);
  }
  const { manifests, steps, ...scenario } = parse(chosen);
  const objects = [
    ...manifests.flatMap((value) => readManifest(value, chosen?.file ?? '')),
    ...documents
      .filter((document) => document !== chosen)
      .flatMap(({ value, file }) => readManifest(value, file)),
  ];
  if (!objects.some((object) => object.kind === 'Pod')) {
    throw new UsageError(
      `${documents.map(({ file }) => file).join(', ')}: there is no Pod, so there is nothing to play: add the manifest of a pod that mounts the volume`,
    );
  }
  return { ...scenario, objects, steps: steps ?? naturalLife(objects) };
}

interface Document {
  file: string;
  value: unknown;
}

/** A scenario has no `kind`; a Kubernetes object always has. */
function isScenario(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value);
}

function parse(document: Document | undefined): ReturnType<typeof SCENARIO_SCHEMA.parse> {
  const read = SCENARIO_SCHEMA.safeParse(document?.value ?? {});
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${document?.file}: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Objects have no file to name: their number does. */
async function readSource(source: string | object, index: number): Promise<Document[]> {
  if (typeof source === 'string') return readDocuments(source);
  return [{ file: `object ${index + 1}`, value: source }];
}

async function readDocuments(file: string): Promise<Document[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file}: cannot be read (${error.code}): check the path`);
  });
  // JSON is YAML, but for a tab or a key said twice; and a large one is read faster so.
  if (/^\s*[{[]/.test(text)) {
    try {
      return [{ file, value: JSON.parse(text) as unknown }];
    } catch {
      // Not JSON after all: flow style YAML begins the same.
    }
  }
  const documents = parseAllDocuments(text, { prettyErrors: true });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new UsageError(`${file}: ${error.message.split('\n')[0]}`);
    return { file, value: document.toJS() as unknown };
  });
}
