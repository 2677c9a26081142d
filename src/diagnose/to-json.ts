import type { DriverStatus } from '../kubelet/types.ts';
import type { AnswerExplanation } from './answer/explain-answer.ts';
import type { LogExplanation, Trouble } from './log/explain-log.ts';
import { hideSecrets } from './log/hide-secrets.ts';
import type { PluginDirectoryReport } from './plugin-directory.ts';
import type { Rule } from './rule.ts';
import { RULES } from './rules/index.ts';

/** An explanation as JSON can hold it: bytes as text where they are UTF-8, as base64 where they are not. */
export function answerToJson(explanation: AnswerExplanation): unknown {
  const { answer, conclusion, place, why, next, causes } = explanation;
  return {
    kind: 'answer',
    command: answer.command,
    ...(answer.args === undefined ? {} : { args: answer.args.map(hideSecrets) }),
    output: bytesToJson(answer.output),
    exit: answer.exit,
    ...(place === undefined ? {} : { place }),
    ...conclusionToJson(conclusion),
    why,
    next,
    causes,
  };
}

export function logToJson({ lines, messages, cut, troubles, stories }: LogExplanation): unknown {
  return { kind: 'log', lines, messages, cut, troubles: troubles.map(troubleToJson), stories };
}

function troubleToJson({ incident, answer, causes, here }: Trouble): unknown {
  const { call, messages: _messages, lowerCase: _lowerCase, ...rest } = incident;
  return {
    ...rest,
    ...(call?.executable === undefined ? {} : { executable: call.executable }),
    ...(call?.args === undefined ? {} : { args: call.args }),
    ...(call?.outputKnown === true ? { output: bytesToJson(call.output) } : {}),
    ...(answer?.place === undefined ? {} : { place: answer.place }),
    ...(answer === undefined ? {} : { why: answer.why, next: answer.next }),
    causes,
    ...(here === undefined ? {} : { here }),
  };
}

function conclusionToJson({ outcome, error, status, crash }: AnswerExplanation['conclusion']): object {
  return {
    outcome,
    ...(error === undefined ? {} : { error }),
    ...(status === undefined ? {} : { status: statusToJson(status) }),
    ...(crash === undefined ? {} : { crash }),
  };
}

/** Fields that are empty are left out, as Go does. A size beyond what a number holds exactly is text. */
function statusToJson({ volumeNewSize, ...status }: DriverStatus): object {
  const size = Number.isSafeInteger(Number(volumeNewSize)) ? Number(volumeNewSize) : String(volumeNewSize);
  const named = Object.entries(status).filter(([, value]) => value !== '' && value !== false);
  return { ...Object.fromEntries(named), ...(volumeNewSize === 0n ? {} : { volumeNewSize: size }) };
}

function bytesToJson(bytes: Uint8Array): object {
  const text = Buffer.from(bytes).toString('utf8');
  const same = Buffer.from(text).equals(bytes);
  return { ...(same ? { text } : { base64: Buffer.from(bytes).toString('base64') }), length: bytes.length };
}

export function pluginDirectoryToJson({
  path,
  kubelets,
  causes,
  drivers,
  broken,
}: PluginDirectoryReport): unknown {
  return {
    kind: 'plugin-directory',
    path,
    kubelets,
    causes,
    drivers: drivers.map(({ init, ...driver }) => ({
      ...driver,
      ...(init === undefined ? {} : { init: { ms: init.ms, ...(answerToJson(init.explanation) as object) } }),
    })),
    broken,
  };
}

/** Every rule as data: patterns as text. */
export function rulesToJson(): unknown {
  return { rules: RULES.map(ruleToJson) };
}

function ruleToJson({ example: _example, nearMiss: _nearMiss, when, ...rest }: Rule): unknown {
  const patterns = (all: Readonly<Record<string, RegExp>>) =>
    Object.fromEntries(Object.entries(all).map(([name, pattern]) => [name, pattern.source]));
  return {
    ...rest,
    when: when.map(({ where, unless, ...condition }) => ({
      ...condition,
      where: patterns(where),
      ...(unless === undefined ? {} : { unless: patterns(unless) }),
    })),
  };
}
