import { readDuration } from './duration.ts';
import type { LogEvent, VolumeInLog } from './event.ts';
import { readGoQuoted } from './go-quote.ts';
import type { LogLine } from './line.ts';
import { driverOfUniqueName, readVolumeWords } from './volume-words.ts';

const FAILED = /\b((?:\w+Volume|UnmountDevice|VolumesAreAttached|UnmapDevice)(?:\.\w+)*) failed (?:for|to)/;
const NOT_READY =
  /^(Volume has not been added to the list of VolumesInUse|Volume not attached according to node status)/;
const DEFAULTS: Readonly<Record<string, string>> = {
  GetVolumeName: 'getvolumename',
  SetUpAt: 'mount',
  TearDownAt: 'unmount',
};

/** Messages of the kubelet's and the controller's operations on volumes, of any release. */
export function readOperationMessage(line: LogLine): LogEvent | undefined {
  return (
    backedOff(line) ??
    probed(line) ??
    notLoaded(line) ??
    unmatched(line) ??
    stepped(line) ??
    defaulted(line) ??
    failed(line) ??
    pasted(line)
  );
}

function backedOff(line: LogLine): LogEvent | undefined {
  const found =
    /^Operation for (.+?) failed\. No retries permitted until (.+?) \(durationBeforeRetry (\S+)\)\. Error: (.*)$/s.exec(
      line.message,
    );
  if (found === null) return undefined;
  const [, key, , wait, told] = found as unknown as [string, string, string, string, string];
  const quoted = readGoQuoted(told, 0);
  const text = quoted !== undefined && quoted.end >= told.length - 1 ? quoted.bytes.toString('utf8') : told;
  const backoffMs = readDuration(wait);
  return {
    line,
    kind: 'failure',
    ...operationOf(text),
    volume: { ...volumeOfKey(key), ...readVolumeWords(headOf(text)) },
    ...(backoffMs === undefined ? {} : { backoffMs }),
  };
}

/**
 * A failure told without its backoff: an event, an older message, or the text that stands in the `err`
 * of a structured one.
 */
function failed(line: LogLine): LogEvent | undefined {
  const text = line.fields.err ?? line.message;
  if (!FAILED.test(text) && !NOT_READY.test(text)) return undefined;
  const volume = readVolumeWords(headOf(text));
  const isIt = line.event !== undefined || volume.uniqueName !== undefined || volume.podUid !== undefined;
  return isIt || text.search(FAILED) === 0
    ? { line, kind: 'failure', ...operationOf(text), volume }
    : undefined;
}

/** The kubelet's error text alone, as one pastes it. */
function pasted(line: LogLine): LogEvent | undefined {
  const isIt = /^(?:invalid character '|unexpected end of JSON input$|json: cannot unmarshal )/.test(
    line.message,
  );
  return isIt && line.source === undefined
    ? { line, kind: 'failure', operation: '', volume: {}, error: line.message.trim() }
    : undefined;
}

function operationOf(text: string): { operation: string; error: string } {
  const operation = FAILED.exec(text)?.[1] ?? NOT_READY.exec(text)?.[1] ?? 'operation';
  return { operation, error: text.slice(headOf(text).length).replace(/^ ?:? ?/, '') };
}

/** What names the volume and the pod, up to the ` : ` that the error follows. */
function headOf(text: string): string {
  const at = /(?:\)|"|\bnode "[^"]*") ?: /.exec(text);
  return at === null ? text : text.slice(0, at.index + at[0].search(/ ?: $/));
}

/** `{volumeName:v/d/data podName:uid nodeName:}`; before 1.19 `"\"flexvolume-v/d/data\" (\"uid\")"`. */
function volumeOfKey(key: string): VolumeInLog {
  const plain = key.replace(/\\?"/g, '');
  const braced = /volumeName:(\S+) podName:(\S*)/.exec(plain);
  const [uniqueName, podUid] = braced?.slice(1) ?? /^(\S+)(?: \(([^)]+)\))?$/.exec(plain)?.slice(1) ?? [];
  return {
    ...(uniqueName === undefined ? {} : { uniqueName }),
    ...(podUid === undefined || podUid === '' ? {} : { podUid }),
  };
}

function probed(line: LogLine): LogEvent | undefined {
  if (
    !/^Error dynamically probing plugins|[Ee]rror creating Flexvolume plugin from directory/.test(
      line.message,
    )
  ) {
    return undefined;
  }
  const text = line.fields.err ?? line.message;
  const each =
    /[Ee]rror creating Flexvolume plugin from directory (\S+), skipping\. Error: ([^\0]*?)(?=, [Ee]rror creating Flexvolume plugin|\]?$)/g;
  const directories = [...text.matchAll(each)].map(([, name, error]) => ({
    name: name as string,
    error: error as string,
  }));
  return directories.length === 0 ? undefined : { line, kind: 'probe', directories };
}

/** Up to 1.7: by the driver's name, or the whole plugin as Go prints it. */
function notLoaded(line: LogLine): LogEvent | undefined {
  const found = /^Failed to load volume plugin (?:&\{)?([\w.-]+\/[\w./-]+)(?: .*)?, error: (.*)$/s.exec(
    line.message,
  );
  if (found === null) return undefined;
  const [, driver, error] = found as unknown as [string, string, string];
  return { line, kind: 'probe', directories: [{ name: driver.replaceAll('/', '~'), error }] };
}

function unmatched(line: LogLine): LogEvent | undefined {
  const head =
    /^Failed to add volume(?: "?([^" ]+)"? \(specName: "?([^")]+)"?\) for pod "([^"]+)")? to desiredStateOfWorld(?:: |\. err=)?/.exec(
      line.message,
    );
  if (head === null) return undefined;
  const error = line.fields.err ?? line.message.slice(head[0].length);
  const name = head[2] ?? line.fields.volumeSpecName ?? line.fields.volumeName;
  const pod = line.fields.pod;
  const volume: VolumeInLog = {
    ...(name === undefined ? {} : { name }),
    ...(head[3] === undefined ? {} : { podUid: head[3] }),
    ...(pod === undefined ? {} : { pod }),
  };
  return { line, kind: 'unmatched', volume, error };
}

function stepped(line: LogLine): LogEvent | undefined {
  const { message } = line;
  const started = /^(?:Starting )?operationExecutor\.(\w+) started for/.exec(message);
  const entering = /^(\w+Volume\.\w+) entering for|^Entering (\w+Volume\.\w+) for/.exec(message);
  const done =
    /^(\w+Volume(?:\.\w+)+|UnmountDevice|Controller attach) succeeded for|^(Volume detached) for/.exec(
      message,
    );
  const operation = [started, entering, done]
    .flatMap((found) => found?.slice(1) ?? [])
    .find((name) => name !== undefined);
  if (operation === undefined) return undefined;
  const device = /(?:DevicePath:?|device path:) "([^"]*)"/.exec(message)?.[1];
  return {
    line,
    kind: 'step',
    operation,
    state: done === null ? 'started' : 'succeeded',
    volume: readVolumeWords(message.replace(/%!\(EXTRA.*/s, '')),
    ...(device === undefined ? {} : { device }),
  };
}

function defaulted(line: LogLine): LogEvent | undefined {
  const found = /^flexVolume driver (\S+): using default (\w+) for volume ([^\s,]+)/.exec(line.message);
  if (found === null) return undefined;
  const [, driver, call, name] = found as unknown as [string, string, string, string];
  return { line, kind: 'default', driver, command: DEFAULTS[call] ?? call.toLowerCase(), volume: { name } };
}

/** The driver that an event is about, as far as its own words tell. */
export function driverOf(event: LogEvent): string | undefined {
  if (event.kind === 'default') return event.driver;
  if ('executable' in event) return driverOfDirectory(event.executable.split('/').at(-2) ?? '');
  if (!('volume' in event) || event.volume.uniqueName === undefined) return undefined;
  return driverOfUniqueName(event.volume.uniqueName);
}

/** `vendor~driver` names the driver `vendor/driver`. */
export function driverOfDirectory(directory: string): string {
  return directory.replaceAll('~', '/');
}
