import { writeSync } from 'node:fs';

/** What a call says: the fields that a kubelet reads, and the version, which it reads over. */
export interface Answer {
  status: 'Success' | 'Failure' | 'Not supported';
  /** One line for the pod's events: what is wrong, and what to do about it. */
  message?: string;
  device?: string;
  volumeName?: string;
  attached?: boolean;
  capabilities?: Record<string, boolean>;
  version?: string;
  /** Bytes. */
  volumeNewSize?: number;
}

type Details = Omit<Answer, 'status' | 'message'>;

export function success(details: Details = {}): Answer {
  return { status: 'Success', ...details };
}

export function failure(message: string): Answer {
  return { status: 'Failure', message: oneLine(message) };
}

export function notSupported(message: string): Answer {
  return { status: 'Not supported', message: oneLine(message) };
}

/**
 * Prints the answer as one JSON document on one line, in one write: a kubelet reads both outputs as one text, and a
 * second document, a log line or half an answer makes the call fail.
 * @returns the exit code. Not 0 with anything but Success: a kubelet takes Success with another code for a failure
 */
export function print(answer: Answer): number {
  try {
    writeSync(1, `${JSON.stringify(answer)}\n`);
  } catch {
    // Nobody reads any more: there is no one left to tell.
  }
  return answer.status === 'Success' ? 0 : 1;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*[\r\n]+\s*/g, '; ');
}
