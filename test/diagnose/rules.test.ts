import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainLog } from '../../src/diagnose/log/explain-log.ts';
import type { Rule } from '../../src/diagnose/rule.ts';
import { RULES } from '../../src/diagnose/rules/index.ts';
import { causesOf } from './causes-of.ts';

const files = readdirSync(new URL('../../src/diagnose/rules/', import.meta.url)).filter(
  (file) => file !== 'index.ts',
);

describe('rules', () => {
  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s matches its example, and not its near miss',
    async (id, rule) => {
      expect(await causesOf(rule.example)).toContain(id);
      expect(await causesOf(rule.nearMiss)).not.toContain(id);
    },
  );

  it('are one file each, all of them listed', () => {
    expect(RULES.map((rule) => `${rule.id}.ts`).sort()).toEqual(files.sort());
  });

  it('leave none of the 50 symptoms out', () => {
    const told = new Set(RULES.flatMap((rule) => rule.symptoms));
    const missing = Array.from({ length: 50 }, (_, index) => index + 1).filter((number) => !told.has(number));
    expect(missing).toEqual([]);
  });

  it('refer to rules that exist', () => {
    const ids = new Set(RULES.map((rule) => rule.id));
    const unknown = RULES.flatMap((rule) => (rule.over ?? []).filter((id) => !ids.has(id)));
    expect(unknown).toEqual([]);
  });

  it('leave no placeholder in a mend for what was matched', async () => {
    const attempts = await attemptsFor(
      'broken-neighbour',
      'init-failed-first',
      'secret-type',
      'orphaned-volume',
    );
    expect(attempts.filter((attempt) => /<[a-z]/.test(attempt))).toEqual([]);
    expect(attempts).toContain(
      'mv /usr/libexec/kubernetes/kubelet-plugins/volume/exec/rancher.io~longhorn /root/   # out of the plugin directory',
    );
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))(
    '%s speaks in whole sentences and fills in what it knows',
    async (_id, rule) => {
      expect(rule.cause).toMatch(/^[\s\S]+[.)]$|\}$/);
      expect(rule.title).not.toMatch(/\.$/);
      for (const text of [rule.cause, rule.mend, ...rule.attempts]) {
        for (const [, name] of text.matchAll(/\{([a-z][A-Za-z]*)\}/g))
          expect(namesOf(rule), `{${name}} in ${rule.id}`).toContain(name);
      }
    },
  );
});

async function attemptsFor(...ids: string[]): Promise<string[]> {
  const rules = RULES.filter(({ id }) => ids.includes(id));
  const found = rules.flatMap(({ example }) =>
    'log' in example ? explainLog(example.log).troubles.flatMap(({ causes }) => causes) : [],
  );
  return found.filter(({ rule }) => ids.includes(rule)).flatMap(({ attempts }) => attempts);
}

/** What every condition of a rule gives a name to; other names need a text for when there is none. */
function namesOf(rule: Rule): string[] {
  const always = ['command', 'path', 'target', 'cgroup', 'pid', 'mount', 'similar', 'option'];
  const each = rule.when.map(({ where }) =>
    Object.values(where).flatMap((pattern) =>
      [...pattern.source.matchAll(/\(\?<(\w+)>/g)].map((found) => found[1] as string),
    ),
  );
  const common = (each[0] ?? []).filter((name) => each.every((names) => names.includes(name)));
  return [...always, ...common, ...rule.when.flatMap(({ where }) => Object.keys(where))];
}
