import { describe, expect, test } from 'vitest';
import { running } from '../../src/api/running.ts';

async function eventsOf<Event>(source: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of source) events.push(event);
  return events;
}

const counting = (to: number) =>
  running<number, string>(async (emit) => {
    for (let count = 1; count <= to; count++) emit(count);
    return 'done';
  });

describe('a work that runs', () => {
  test('has its result when awaited, and all its events when iterated over at once', async () => {
    const work = counting(3);
    expect(await eventsOf(work)).toEqual([1, 2, 3]);
    expect(await work).toBe('done');
  });

  test('tells two readers the same, each at its own pace', async () => {
    const work = counting(3);
    const [first, second] = [work[Symbol.asyncIterator](), eventsOf(work)];
    expect(await second).toEqual([1, 2, 3]);
    expect(await first.next()).toEqual({ done: false, value: 1 });
  });

  test('tells a late reader nothing, and ends', async () => {
    const work = counting(3);
    await work;
    expect(await eventsOf(work)).toEqual([]);
  });

  test('goes on when its reader leaves', async () => {
    const work = counting(3);
    for await (const event of work) if (event === 1) break;
    expect(await work).toBe('done');
  });

  test('throws what it threw, to whoever awaits and to whoever iterates, after the events before it', async () => {
    const failing = () =>
      running<number, string>(async (emit) => {
        emit(1);
        throw new Error('broken');
      });
    await expect(failing()).rejects.toThrow('broken');
    const seen: number[] = [];
    const iterate = async () => {
      for await (const event of failing()) seen.push(event);
    };
    await expect(iterate()).rejects.toThrow('broken');
    expect(seen).toEqual([1]);
  });

  test('waits for an event that comes later', async () => {
    let say: (event: string) => void = () => {};
    let end: () => void = () => {};
    const work = running<string, void>(
      (emit) =>
        new Promise((resolve) => {
          say = emit;
          end = resolve;
        }),
    );
    const reader = work[Symbol.asyncIterator]();
    await Promise.resolve();
    const next = reader.next();
    await Promise.resolve();
    say('now');
    expect(await next).toEqual({ done: false, value: 'now' });
    end();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });
});
