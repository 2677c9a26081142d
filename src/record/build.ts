import { recordArguments } from './arguments.ts';
import { recordBytes } from './bytes.ts';
import type { Redactor } from './redaction.ts';
import type { RecordedCall } from './schema.ts';

/** A driver call as the kubelet room keeps it; named here by shape, since a record knows no kubelet. */
export interface CallToRecord {
  argv: readonly string[];
  output: Uint8Array;
  outputBytes: number;
  cutAt?: number | undefined;
  exit: { code?: number; signal?: string; spawnError?: string };
  end: RecordedCall['end'];
  /** Milliseconds since the epoch. */
  startedAt: number;
  exitMs: number;
  durationMs: number;
  conclusion: {
    outcome: RecordedCall['conclusion']['outcome'];
    error?: string;
    status?: StatusToRecord;
    crash?: string;
  };
}

/** What the kubelet read from an answer, with Go's zero values where the driver named nothing. */
export interface StatusToRecord {
  status: string;
  message: string;
  device: string;
  volumeName: string;
  attached: boolean;
  capabilities: object | null;
  volumeNewSize: bigint;
}

export interface CallContext {
  /** The spec name of the volume it was about: its lane in the timeline. */
  volume?: string | undefined;
  /** How long a kubelet waits before this call on its own clock, in milliseconds. */
  waitedMs?: number | undefined;
  redactor: Redactor;
}

/** A driver call for the record: bytes made readable or base64, secrets taken out, times rounded to 1 µs. */
export function recordedCall(call: CallToRecord, { volume, waitedMs, redactor }: CallContext): RecordedCall {
  const { outcome, error, status, crash } = call.conclusion;
  return {
    ...recordArguments(call.argv.map((argument) => redactor.text(argument))),
    output: recordBytes(redactedOutput(call, redactor)),
    exit: { ...call.exit },
    end: call.end,
    startedAt: new Date(call.startedAt).toISOString(),
    exitMs: micros(call.exitMs),
    durationMs: micros(call.durationMs),
    conclusion: {
      outcome,
      ...(error === undefined ? {} : { error: redactor.text(error) }),
      ...(status === undefined ? {} : { status: redactedStatus(status, call.argv[0] === 'init', redactor) }),
      ...(crash === undefined ? {} : { crash }),
    },
    ...(volume === undefined ? {} : { volume }),
    ...(waitedMs === undefined ? {} : { waitedMs: micros(waitedMs) }),
  };
}

/** The two sides of a cut are searched by themselves: together they are no text that the driver wrote. */
function redactedOutput(call: CallToRecord, redactor: Redactor) {
  if (call.cutAt === undefined) return { ...call, output: redactor.bytes(call.output) };
  const head = redactor.bytes(call.output.subarray(0, call.cutAt));
  const tail = redactor.bytes(call.output.subarray(call.cutAt));
  return { ...call, output: Buffer.concat([head, tail]), cutAt: head.length };
}

/**
 * The fields as Go marshals them: `status` always, the others when they are not empty. Capabilities are there after
 * every command, by default, and count after init alone.
 */
function redactedStatus(
  status: StatusToRecord,
  ofInit: boolean,
  redactor: Redactor,
): Record<string, unknown> {
  const { message, device, volumeName, attached, capabilities, volumeNewSize } = status;
  return {
    status: redactor.text(status.status),
    ...(message === '' ? {} : { message: redactor.text(message) }),
    ...(device === '' ? {} : { device: redactor.text(device) }),
    ...(volumeName === '' ? {} : { volumeName: redactor.text(volumeName) }),
    ...(attached ? { attached } : {}),
    ...(capabilities === null || !ofInit ? {} : { Capabilities: { ...capabilities } }),
    ...(volumeNewSize === 0n ? {} : { volumeNewSize: exactNumber(volumeNewSize) }),
  };
}

/** JSON numbers beyond 2^53 are rounded by most readers; as text they are not. */
function exactNumber(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function micros(ms: number): number {
  return Math.round(Math.max(0, ms) * 1000) / 1000;
}
