import { UsageError } from '../errors.ts';
import { type KubernetesObject, OBJECT_SCHEMAS } from './objects.ts';

/**
 * Reads one document of a manifest.
 * @param where the file, for error texts
 * @returns the objects that matter: none for other kinds, several for a List
 * @throws UsageError naming file, object and field
 */
export function readManifest(document: unknown, where: string): KubernetesObject[] {
  if (document === null || document === undefined) return [];
  const object = document as { kind?: unknown; items?: unknown; metadata?: { name?: unknown } };
  if (typeof object !== 'object' || typeof object.kind !== 'string') {
    throw new UsageError(`${where}: this is no Kubernetes object: "kind" is missing`);
  }
  if (object.kind.endsWith('List') && Array.isArray(object.items)) {
    return object.items.flatMap((item: unknown) => readManifest(item, where));
  }
  const schema = OBJECT_SCHEMAS[object.kind as keyof typeof OBJECT_SCHEMAS];
  if (schema === undefined) return [];
  const read = schema.safeParse(object);
  if (read.success) return [read.data as KubernetesObject];
  const [issue] = read.error.issues;
  const path = issue?.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  const name = typeof object.metadata?.name === 'string' ? ` ${object.metadata.name}` : '';
  throw new UsageError(`${where}: ${object.kind}${name}, ${path?.replace(/^\./, '')}: ${issue?.message}`);
}
