import * as z from 'zod';
import { placeholdersIn } from './placeholders.ts';

/** A string map. Kubernetes refuses `size: 64` too: option values are strings. */
export const textMapSchema = z.record(
  z.string(),
  z.string({
    error: ({ input }) =>
      typeof input === 'object' ? undefined : `must be a string: write "${JSON.stringify(input)}" in quotes`,
  }),
);

/** One value, several, or several in one text with commas: `1.20,1.30`. */
export function listSchema<Item extends z.ZodType<string, string>>(item: Item) {
  return z
    .union([z.string(), z.array(z.string())], {
      error: ({ input }) =>
        typeof input === 'number' ? `must be a string: write "${input}" in quotes` : undefined,
    })
    .transform((value) => (Array.isArray(value) ? value : value.split(',').map((part) => part.trim())))
    .pipe(z.array(item).min(1));
}

/** Refuses placeholders that do not exist, at the value that has them. */
export function withPlaceholders<Map extends z.ZodType<Record<string, string>>>(map: Map) {
  return map.superRefine((values, context) => {
    for (const [key, value] of Object.entries(values)) {
      try {
        placeholdersIn(value);
      } catch (error) {
        context.addIssue({ code: 'custom', path: [key], message: (error as Error).message });
      }
    }
  });
}
