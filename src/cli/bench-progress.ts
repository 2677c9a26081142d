import type { Progress } from '../bench/types.ts';
import { duration } from '../report/words.ts';
import type { ProgressStream } from './progress.ts';

/** Elsewhere than on a terminal a line is written when a part begins, and for each so many per cent of it. */
const EVERY_PERCENT = 25;

/** Tells which part is measured, how far it is and how long it will all take, as far as can be told. */
export function benchProgressOn(stream: ProgressStream): (progress: Progress) => void {
  let told = '';
  return ({ part, done, total, leftMs }) => {
    const left = leftMs === 0 ? '' : `, about ${duration(leftMs)} left`;
    if (stream.isTTY === true) {
      const over = done === total && leftMs === 0;
      stream.write(over ? '\r\x1b[K' : `\r\x1b[K${part} ${done}/${total}${left}`);
      return;
    }
    const mark = `${part} ${Math.floor((100 * done) / total / EVERY_PERCENT)}`;
    if (mark === told) return;
    told = mark;
    stream.write(`flexcert: ${part} ${done}/${total}${left}\n`);
  };
}
