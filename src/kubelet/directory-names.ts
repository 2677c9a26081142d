import { readdirSync } from 'node:fs';

/** Names in a directory, sorted; none where it cannot be read. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
