/** One thing that a certificate stands on, and what became of it. */
export interface Check {
  name: 'certificate' | 'signature' | 'driver' | 'record' | 'verdict' | 'suite';
  holds: boolean;
  /** What was found; one line for each thing that is wrong. */
  found: string[];
}

export function passed(name: Check['name'], found: string): Check {
  return { name, holds: true, found: [found] };
}

export function failed(name: Check['name'], ...found: string[]): Check {
  return { name, holds: false, found };
}
