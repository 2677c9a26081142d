import { concludeAnswer } from '../../kubelet/answer.ts';
import { DEFAULT_RELEASE, profileFor } from '../../kubelet/profile.ts';
import type { Exit } from '../../kubelet/types.ts';
import { readExitText } from '../exit-text.ts';
import type { EventOf, LogEvent } from './event.ts';
import { ADDING, type Incident, type Moment } from './incident.ts';
import type { LogLine } from './line.ts';
import { driverOf, driverOfDirectory } from './operation-message.ts';

/** Lines that a call's messages may be apart from each other, when other volumes write in between. */
const NEAR = 200;

const COMMAND_OF: Readonly<Record<string, string>> = {
  'AttachVolume.Attach': 'attach',
  'DetachVolume.Detach': 'detach',
  'MountVolume.WaitForAttach': 'waitforattach',
  'MountVolume.MountDevice': 'mountdevice',
  'MountVolume.SetUp': 'mount',
  'MountVolume.Setup': 'mount',
  'UnmountVolume.TearDown': 'unmount',
  UnmountDevice: 'unmountdevice',
  'UnmountDevice.UnmountDevice': 'unmountdevice',
};

/**
 * Puts the messages of one call together: what the driver wrote, that the call failed, and the operation
 * or the probe that failed by it. One entry for each time it happened; group-incidents.ts joins repeats.
 */
export function findIncidents(events: readonly LogEvent[]): Incident[] {
  const found: Incident[] = [];
  for (const event of events) {
    if (event.kind === 'answer' || event.kind === 'refused') found.push(ofAnswer(event));
    else if (event.kind === 'call') joinCall(found, event);
    else if (event.kind === 'contradiction') found.push(ofContradiction(event));
    else if (event.kind === 'failure') joinFailure(found, event);
    else if (event.kind === 'probe') for (const one of event.directories) joinProbe(found, event, one);
    else if (event.kind === 'unmatched') joinUnmatched(found, event);
  }
  return found;
}

function ofAnswer(event: EventOf<'answer'> | EventOf<'refused'>): Incident {
  const known = event.kind === 'answer';
  return {
    ...blank(event.line, event.error),
    command: event.command,
    call: {
      command: event.command,
      output: known ? event.output : Buffer.alloc(0),
      exit: {},
      outputKnown: known,
      ...(known ? {} : { status: event.status, reason: event.reason }),
    },
  };
}

function joinCall(found: Incident[], event: EventOf<'call'>): void {
  const [command, ...args] = event.args;
  const open = nearest(
    found,
    event.line,
    (one) => one.command === command && one.call?.executable === undefined,
  );
  const exit = readExitText(event.exitText);
  const incident = open ?? { ...blank(event.line, concluded(event, exit)), command: command ?? '' };
  if (open === undefined) found.push(incident);
  incident.call = {
    ...incident.call,
    command: command ?? '',
    output: event.output,
    outputKnown: true,
    exit: exit ?? {},
    args,
    executable: event.executable,
    ...(exit?.spawnError === undefined ? {} : { execText: event.exitText }),
  };
  incident.driver = driverOfPath(event.executable);
  addLine(incident, event.line);
}

/** This line tells how the process ended; what the kubelet makes of it stands in others, if they are there. */
function concluded({ args, output, exitText }: EventOf<'call'>, exit: Exit | undefined): string {
  if (exit === undefined) return exitText;
  const { error } = concludeAnswer({
    command: args[0] ?? '',
    output,
    exit,
    profile: profileFor(DEFAULT_RELEASE),
  });
  return error ?? exitText;
}

function ofContradiction(event: EventOf<'contradiction'>): Incident {
  return {
    ...blank(event.line, event.exitText),
    driver: driverOfPath(event.executable),
    call: {
      command: '',
      output: Buffer.alloc(0),
      outputKnown: false,
      status: 'Success',
      exit: readExitText(event.exitText) ?? {},
      executable: event.executable,
    },
  };
}

function joinFailure(found: Incident[], event: EventOf<'failure'>): void {
  const command = COMMAND_OF[event.operation];
  const open = nearest(
    found,
    event.line,
    (one) =>
      one.operation === undefined &&
      one.directory === undefined &&
      endsAlike(event.error, one.error) &&
      (one.command === undefined || one.command === '' || command === undefined || one.command === command),
  );
  const incident = open ?? blank(event.line, event.error);
  if (open === undefined) found.push(incident);
  const driver = driverOf(event);
  Object.assign(incident, {
    operation: event.operation,
    volume: event.volume,
    error: event.error,
    ...(driver === undefined ? {} : { driver }),
    ...(command === undefined || (incident.command ?? '') !== '' ? {} : { command }),
  });
  if (incident.call !== undefined && incident.call.command === '' && command !== undefined)
    incident.call.command = command;
  if (event.backoffMs !== undefined) incident.backoffs.push(event.backoffMs);
  addLine(incident, event.line);
}

function joinProbe(found: Incident[], event: EventOf<'probe'>, one: { name: string; error: string }): void {
  const driver = driverOfDirectory(one.name);
  const open = nearest(
    found,
    event.line,
    (other) =>
      other.directory === undefined &&
      other.operation === undefined &&
      other.error === one.error &&
      (other.command === 'init' || other.command === undefined) &&
      (other.driver === undefined || other.driver === driver),
  );
  const incident = open ?? blank(event.line, one.error);
  if (open === undefined) found.push(incident);
  incident.directory = one.name;
  incident.driver = driver;
  incident.command = 'init';
  if (incident.call !== undefined) incident.call.command = 'init';
  if ((event.line.fields.err ?? event.line.message).includes('error creating Flexvolume'))
    incident.lowerCase = true;
  addLine(incident, event.line);
}

/** A volume that could not be added: by a getvolumename that failed, or because no driver was found. */
function joinUnmatched(found: Incident[], event: EventOf<'unmatched'>): void {
  const open = nearest(
    found,
    event.line,
    (one) =>
      one.operation === undefined && one.command === 'getvolumename' && endsAlike(event.error, one.error),
  );
  const incident = open ?? blank(event.line, event.error);
  if (open === undefined) found.push(incident);
  incident.operation = ADDING;
  incident.volume = event.volume;
  addLine(incident, event.line);
}

/** The last incident near by that fits; the kubelet writes the lines of one call one after the other. */
function nearest(found: Incident[], line: LogLine, fits: (one: Incident) => boolean): Incident | undefined {
  for (let index = found.length - 1; index >= 0; index -= 1) {
    const one = found[index] as Incident;
    if (line.number - one.last.line > NEAR) return undefined;
    if (fits(one) && (one.program === undefined || one.program === line.program)) return one;
  }
  return undefined;
}

function endsAlike(longer: string, error: string): boolean {
  return error !== '' && longer.trimEnd().endsWith(error.trimEnd());
}

function blank(line: LogLine, error: string): Incident {
  const moment = momentOf(line);
  return {
    volume: {},
    error,
    lines: [line.number],
    count: line.event?.count ?? 1,
    first: moment,
    last: moment,
    backoffs: [],
    messages: [textOf(line)],
    ...(line.program === undefined ? {} : { program: line.program }),
  };
}

function addLine(incident: Incident, line: LogLine): void {
  if (incident.lines.at(-1) === line.number) return;
  incident.lines.push(line.number);
  incident.messages.push(textOf(line));
  incident.last = momentOf(line);
}

/** What a rule for texts looks at: the message with its error field, if it has one. */
export function textOf(line: LogLine): string {
  return line.fields.err === undefined ? line.message : `${line.message}: ${line.fields.err}`;
}

export function momentOf(line: LogLine): Moment {
  return {
    line: line.number,
    ...(line.at === undefined ? {} : { at: line.at }),
    ...(line.clock === undefined ? {} : { clock: line.clock }),
    ...(line.event === undefined ? {} : { age: line.event.age }),
  };
}

function driverOfPath(executable: string): string {
  return driverOfDirectory(executable.split('/').at(-2) ?? executable);
}
