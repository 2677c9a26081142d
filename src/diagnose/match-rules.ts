import { fillIn } from './fill-in.ts';
import type { Aspects, Condition, Rule, Sighting } from './rule.ts';

/** A rule that fits, with its texts filled in. */
export interface Cause {
  rule: string;
  title: string;
  certainty: 'certain' | 'guess';
  cause: string;
  mend: string;
  attempts: string[];
  reference: string;
  symptoms: number[];
}

/** The rules that fit a sighting: what is certain first, then in the order of the list. */
export function matchRules(sighting: Sighting, rules: readonly Rule[]): Cause[] {
  const found = rules.flatMap((rule) => {
    const fit = fits(rule, sighting);
    return fit === undefined ? [] : [{ rule, ...fit }];
  });
  const covered = new Set(found.flatMap(({ rule }) => rule.over ?? []));
  const explained = found.some(({ rule, certainty }) => rule.general !== true && certainty === 'certain');
  const kept = found.filter(({ rule }) => !covered.has(rule.id) && !(explained && rule.general === true));
  const certainFirst = kept.toSorted(
    (a, b) => Number(b.certainty === 'certain') - Number(a.certainty === 'certain'),
  );
  return certainFirst.map(({ rule, certainty, groups }) => {
    const values = { ...sighting.aspects, ...groups };
    return {
      rule: rule.id,
      title: rule.title,
      certainty,
      cause: fillIn(rule.cause, values),
      mend: fillIn(rule.mend, values),
      attempts: rule.attempts.map((attempt) => fillIn(attempt, values)),
      reference: rule.reference,
      symptoms: [...rule.symptoms],
    };
  });
}

interface Fit {
  certainty: 'certain' | 'guess';
  groups: Aspects;
}

function fits(rule: Rule, sighting: Sighting): Fit | undefined {
  const all = rule.when.flatMap((condition) => {
    const groups = condition.on === sighting.on ? holds(condition, sighting.aspects) : undefined;
    return groups === undefined ? [] : [{ certainty: condition.certainty, groups }];
  });
  return all.find((fit) => fit.certainty === 'certain') ?? all[0];
}

function holds(condition: Condition, aspects: Aspects): Aspects | undefined {
  const groups: Record<string, string | undefined> = {};
  for (const [name, pattern] of Object.entries(condition.where)) {
    const found = aspects[name] === undefined ? null : pattern.exec(aspects[name]);
    if (found === null) return undefined;
    Object.assign(groups, found.groups);
  }
  const refused = Object.entries(condition.unless ?? {}).some(([name, pattern]) =>
    pattern.test(aspects[name] ?? ''),
  );
  return refused ? undefined : groups;
}
