import type { z } from 'zod';

/** One thing that is wrong with a configuration, in words, and where. */
export interface Complaint {
  /** Keys and indexes from the top; ends with the unknown key when that is what is wrong. */
  path: PropertyKey[];
  /** What follows the place: `: must be a number`, ` is no setting. Allowed here: ...`. */
  rest: string;
}

/** The first issue that zod found, in the words of this project. */
export function complaintOf(error: z.ZodError, schema: z.ZodType): Complaint {
  const issue = furthest(error.issues) as z.core.$ZodIssue;
  if (issue.code === 'unrecognized_keys') {
    const path = [...issue.path, issue.keys[0] as string];
    return { path, rest: ` is no setting. Allowed here: ${keysAt(schema, issue.path).join(', ')}` };
  }
  return { path: issue.path, rest: `: ${reason(issue)}` };
}

/** The issue deepest in the configuration; of those a key that does not exist, since it explains a missing one. */
function furthest(issues: readonly z.core.$ZodIssue[], above: PropertyKey[] = []) {
  // An unknown key is not in its issue's path, a missing one is.
  const rank = (issue: z.core.$ZodIssue) =>
    issue.path.length + (issue.code === 'unrecognized_keys' ? 1.5 : 0);
  return issues.map((issue) => inBranches(issue, above)).sort((a, b) => rank(b) - rank(a))[0];
}

/** A union complains in general; the branch that came furthest says what is wrong. */
function inBranches(issue: z.core.$ZodIssue, above: PropertyKey[]): z.core.$ZodIssue {
  const whole = { ...issue, path: [...above, ...issue.path] };
  if (whole.code !== 'invalid_union') return whole;
  const inner = furthest(whole.errors.flat(), whole.path);
  return inner !== undefined && inner.path.length > whole.path.length ? inner : whole;
}

function reason(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}`;
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return 'is missing';
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    return `must be ${NAMES[issue.expected] ?? issue.expected}`;
  }
  return issue.message;
}

const NAMES: Record<string, string> = {
  object: 'a map of keys and values',
  record: 'a map of keys and values',
  array: 'a list',
  string: 'a string',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};

/** `volumes.0.options` */
export function dotted(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the configuration' : path.map(String).join('.');
}

/** Keys that the schema knows below a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at = unwrapped(schema);
  for (const key of path) at = unwrapped(typeof key === 'number' ? at.element : at.shape?.[key]);
  return Object.keys(at.shape ?? {});
}

interface Inner {
  shape?: Record<PropertyKey, Inner>;
  element?: Inner;
  options?: Inner[];
  unwrap?: () => Inner;
}

function unwrapped(schema: unknown): Inner {
  let at = (schema ?? {}) as Inner;
  for (;;) {
    if (at.shape !== undefined || at.element !== undefined) return at;
    if (at.options !== undefined) at = at.options.find((option) => unwrapped(option).element) ?? {};
    else if (typeof at.unwrap === 'function') at = at.unwrap();
    else return at;
  }
}
