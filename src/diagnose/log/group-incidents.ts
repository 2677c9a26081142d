import type { Incident } from './incident.ts';

/** Joins repeats of the same trouble: same driver, volume, command, output and error. */
export function groupIncidents(incidents: readonly Incident[]): Incident[] {
  const groups = new Map<string, Incident>();
  for (const incident of incidents) {
    const key = keyOf(incident);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { ...incident, lines: [...incident.lines], backoffs: [...incident.backoffs] });
      continue;
    }
    known.lines.push(...incident.lines);
    known.backoffs.push(...incident.backoffs);
    known.count += incident.count;
    known.last = incident.last;
    if (incident.lowerCase === true) known.lowerCase = true;
  }
  return [...groups.values()];
}

function keyOf(incident: Incident): string {
  const { call, volume } = incident;
  return JSON.stringify([
    incident.driver ?? null,
    incident.directory ?? null,
    incident.operation ?? null,
    incident.command ?? null,
    volume.uniqueName ?? volume.name ?? null,
    volume.podUid ?? volume.pod ?? null,
    incident.error,
    call === undefined ? null : Buffer.from(call.output).toString('latin1'),
    call?.execText ?? call?.exit ?? null,
    incident.program ?? null,
  ]);
}
