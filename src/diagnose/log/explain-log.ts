import type { Profile } from '../../kubelet/profile.ts';
import { type AnswerExplanation, explainAnswer, explainTold } from '../answer/explain-answer.ts';
import type { DriverHere, LookAtDriver } from '../machine/drivers-here.ts';
import { type Cause, matchRules } from '../match-rules.ts';
import type { Aspects } from '../rule.ts';
import { RULES } from '../rules/index.ts';
import { latin1 } from '../show-bytes.ts';
import { showDuration } from './duration.ts';
import type { LogEvent } from './event.ts';
import { findIncidents, momentOf, textOf } from './find-incidents.ts';
import { groupIncidents } from './group-incidents.ts';
import { hideSecrets } from './hide-secrets.ts';
import { type History, historyOf } from './history.ts';
import { type Incident, WAITING } from './incident.ts';
import { readEvents } from './read-events.ts';
import { readLog } from './read-log.ts';
import { type Story, tellStories } from './story.ts';
import { readWaiting } from './waiting.ts';

/** One trouble of a log with its explanation. */
export interface Trouble {
  incident: Incident;
  /** What the kubelet read and concluded, when a call to the driver is behind it. */
  answer?: AnswerExplanation;
  causes: Cause[];
  /** What there is to see of the driver on this machine, when it is here; the log may be of another. */
  here?: DriverHere;
}

export interface LogExplanation {
  lines: number;
  /** Messages that speak of FlexVolume drivers and their volumes. */
  messages: number;
  troubles: Trouble[];
  stories: Story[];
  /** Messages about drivers that a pager or `systemctl status` cut off at the edge of its screen. */
  cut: number;
}

/**
 * Explains a log, or any text with lines of one in it. Never throws, whatever the text.
 *
 * @param look finds the drivers that it names on this machine; absent: nothing but the text counts
 */
export function explainLog(text: string, profile?: Profile, look?: LookAtDriver): LogExplanation {
  const lines = readLog(hideSecrets(text));
  const events = readEvents(lines);
  const single = findIncidents(events);
  const history = historyOf(events, single);
  const incidents = groupIncidents(
    [...single, ...notes(events, history)].toSorted((a, b) => a.first.line - b.first.line),
  );
  return {
    lines: text === '' ? 0 : text.split('\n').length - Number(text.endsWith('\n')),
    messages: events.filter((event) => event.kind !== 'other').length,
    troubles: lookedUp(
      incidents.map((incident) => explainIncident(incident, history, profile)),
      look,
    ),
    stories: tellStories(events),
    cut: events.filter(isCut).length,
  };
}

/** Cut off at the right, with a mark; an old `systemctl status` leaves out the middle. */
function isCut({ kind, line }: LogEvent): boolean {
  const speaks = /^(?:driver-call|plugins|nestedpendingoperations)\.go:/.test(line.source ?? '');
  return kind === 'other' && speaks && /[>…]$|^\S.*\w\.\.\.\S/.test(line.message);
}

/** Messages that are of no kind we read, and that a rule knows all the same. */
function notes(events: readonly LogEvent[], history: History): Incident[] {
  return events.flatMap((event) => {
    if (event.kind !== 'other') return [];
    const text = textOf(event.line);
    const aspects = { log: latin1(text), program: event.line.program, failedProbes: history.failedProbes };
    if (matchRules({ on: 'log', aspects }, RULES).length === 0) return [];
    const uid = /pod "?([\w-]+)"? found/.exec(text)?.[1];
    const moment = momentOf(event.line);
    const waiting = readWaiting(text);
    const volume = waiting?.volume ?? (uid === undefined ? {} : { podUid: uid });
    const error = waiting?.error ?? (text.split('\n')[0] as string);
    return [
      {
        volume,
        error,
        ...(waiting === undefined ? {} : { operation: WAITING }),
        lines: [event.line.number],
        count: event.line.event?.count ?? 1,
        first: moment,
        last: moment,
        backoffs: [],
        messages: [text],
      },
    ];
  });
}

function explainIncident(incident: Incident, history: History, profile: Profile | undefined): Trouble {
  const answer = explainCall(incident, history, profile);
  const aspects = logAspects(incident, history);
  const ofTexts = incident.messages.flatMap((log) =>
    matchRules({ on: 'log', aspects: { ...aspects, log: latin1(log) } }, RULES),
  );
  const storm = matchRules(
    { on: 'log', aspects: { repeats: repeatsOf(incident), often: often(incident) } },
    RULES,
  );
  return {
    incident,
    ...(answer === undefined ? {} : { answer }),
    causes: distinct([...(answer?.causes ?? []), ...ofTexts, ...storm]),
  };
}

/** Adds what is seen here. It is told with the first trouble of a driver; what a guess said of it goes. */
function lookedUp(troubles: readonly Trouble[], look: LookAtDriver | undefined): Trouble[] {
  if (look === undefined) return [...troubles];
  const told = new Set<string>();
  return troubles.map((trouble) => {
    const { driver, call } = trouble.incident;
    const found = look({ executable: call?.executable, driver, args: call?.args });
    if (found === undefined) return trouble;
    const seen = new Set(found.causes.map(({ rule }) => rule));
    const causes = trouble.causes.filter(({ rule, certainty }) => certainty === 'certain' || !seen.has(rule));
    const fresh = found.causes.filter(({ rule }) => !told.has(`${found.executable} ${rule}`));
    const again = told.has(found.executable) && fresh.length === 0;
    for (const { rule } of found.causes) told.add(`${found.executable} ${rule}`);
    told.add(found.executable);
    return { ...trouble, causes, ...(again ? {} : { here: { ...found, causes: fresh } }) };
  });
}

function explainCall(
  incident: Incident,
  history: History,
  profile: Profile | undefined,
): AnswerExplanation | undefined {
  const { call } = incident;
  const known = {
    ...(profile === undefined ? {} : { profile }),
    ...(incident.program === undefined ? {} : { program: incident.program }),
  };
  const later = history.succeededAfter(incident.driver, incident.last.line)
    ? 'Later in this log its calls succeeded.'
    : undefined;
  const earlier = history.succeededBefore(incident.driver, incident.first.line) ? 'yes' : undefined;
  if (call?.outputKnown === true) return explainAnswer({ ...call, ...known }, { later, earlier });
  return explainTold(
    { ...(call ?? { output: Buffer.alloc(0), exit: {} }), ...known, command: incident.command ?? '' },
    incident.error,
  );
}

function logAspects(incident: Incident, history: History): Aspects {
  return {
    program: incident.program,
    failedProbes: history.failedProbes,
    drivers: history.drivers,
    pluginDirectory: history.pluginDirectory,
    podHistory: history.ofPod(incident.volume.podUid),
    lowerCase: history.lowerCase ? 'yes' : '',
  };
}

function repeatsOf({ command, count, first, last }: Incident): string | undefined {
  if (command !== 'init' || first.at === undefined || last.at === undefined) return undefined;
  return `init ${count} in ${showDuration(last.at - first.at)}`;
}

/** Ten times and more, and quicker than the tick of 100 ms at which a driver that failed is looked up. */
function often({ command, count, first, last }: Incident): string {
  if (command !== 'init' || count < 10 || first.at === undefined || last.at === undefined) return 'no';
  return count / Math.max(0.1, (last.at - first.at) / 1000) > 15 ? 'yes' : 'no';
}

function distinct(causes: readonly Cause[]): Cause[] {
  const byRule = new Map(causes.toReversed().map((cause) => [cause.rule, cause]));
  const ordered = causes.filter((cause) => byRule.get(cause.rule) === cause);
  return ordered.toSorted((a, b) => Number(b.certainty === 'certain') - Number(a.certainty === 'certain'));
}
