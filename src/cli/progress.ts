import type { RunEvent } from '../conformance/events.ts';
import type { Result } from '../record/schema.ts';

/** Where progress goes: stderr, and how it may be written there. */
export interface ProgressStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/**
 * Tells how a run goes: on a terminal one line that is written over and a line for each failure, elsewhere a
 * plain line for each requirement.
 */
export function progressOn(stream: ProgressStream): (event: RunEvent) => void {
  return stream.isTTY === true ? liveLine(stream) : plainLines(stream);
}

function plainLines(stream: ProgressStream): (event: RunEvent) => void {
  const say = (text: string) => stream.write(`${text}\n`);
  return (event) => {
    switch (event.type) {
      case 'probing':
        return say(`flexcert: probing ${event.driver}`);
      case 'started':
        return say(`flexcert: ${counted(event.total, 'requirement')}, ${counted(event.workers, 'worker')}`);
      case 'ended':
        return say(`${place(event)} ${line(event.result)}`);
      case 'stopping':
        return say(`flexcert: stopping: ${event.reason}`);
      case 'begun':
        return undefined;
    }
  };
}

function liveLine(stream: ProgressStream): (event: RunEvent) => void {
  const running = new Set<string>();
  let [done, total] = [0, 0];
  const show = () => {
    const names = [...running].slice(0, 3).join('  ');
    const text = total === 0 ? '' : `[${done}/${total}] ${names}`;
    stream.write(`\r\x1b[K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
  };
  const say = (text: string) => {
    stream.write(`\r\x1b[K${text}\n`);
    show();
  };
  return (event) => {
    switch (event.type) {
      case 'probing':
        stream.write(`\r\x1b[Kprobing ${event.driver}`);
        return;
      case 'started':
        total = event.total;
        return show();
      case 'begun':
        running.add(event.id);
        return show();
      case 'ended':
        running.delete(event.result.id);
        ({ done, total } = event);
        if (event.result.status === 'failed' || event.result.status === 'error') say(line(event.result));
        if (done === total) stream.write('\r\x1b[K');
        else show();
        return;
      case 'stopping':
        return say(`stopping: ${event.reason}`);
    }
  };
}

function place({ done, total }: { done: number; total: number }): string {
  return `[${String(done).padStart(String(total).length)}/${total}]`;
}

function line({ status, id, level, kubelet, durationMs }: Result): string {
  return `${status.padEnd(6)} ${id} (${level}, kubelet ${kubelet}, ${Math.round(durationMs)} ms)`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
