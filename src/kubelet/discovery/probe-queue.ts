import { executableName } from '../paths.ts';
import type { Profile } from '../profile.ts';
import type { PluginEvent } from './plugin-event.ts';

/** What a look-up has to do with one driver's directory. */
export type ProbeStep = { directory: string; act: 'load' | 'unload' };

/** Everything that a look-up has to do. */
export interface ProbePlan {
  /** Everything there is: what is loaded and not in it is forgotten. */
  isWhole: boolean;
  steps: readonly ProbeStep[];
}

export type ProbeSwitches = Pick<Profile, 'watchesPluginDirectory' | 'probesAllAtAnyEvent'>;

/** 1.8 to 1.10: so many events in such a time have a scan made; further ones are lost. */
const EVENT_LIMIT = 20;
const EVENT_INTERVAL_MS = 5000;

/**
 * Which drivers have to be probed at the next look-up: a pure state machine, fed with events. Which events there are,
 * and when a look-up happens, is the business of others. docs/discovery.md
 */
export class ProbeQueue {
  readonly #switches: ProbeSwitches;
  readonly #queued = new Map<string, ProbeStep['act']>();
  #all = true;
  /** Events during a look-up; nothing while there is none. */
  #held: PluginEvent[] | undefined;
  #windowStart: number;
  #eventsInWindow = 0;

  /** @param nowMs when the kubelet starts to watch; like that of `notice` in milliseconds of any clock */
  constructor(switches: ProbeSwitches, nowMs = 0) {
    this.#switches = switches;
    this.#windowStart = nowMs;
  }

  /** Whether a look-up now would probe anything. */
  get isWaiting(): boolean {
    return this.#all || this.#queued.size > 0;
  }

  notice(event: PluginEvent, nowMs = 0): void {
    if (!this.#switches.watchesPluginDirectory) return;
    // The last part alone decides: a file in a hidden directory is seen when that directory is watched.
    if (lastPart(event.path).startsWith('.')) return;
    if (this.#switches.probesAllAtAnyEvent) this.#countForScan(nowMs);
    else if (this.#held !== undefined) this.#held.push(event);
    else this.#enqueue(event);
  }

  /**
   * What to do at a look-up; `settle` has to follow.
   * @param list answers the directories of a scan
   */
  plan(list: () => readonly string[]): ProbePlan {
    if (this.#all) {
      // Not repeated without an event, whatever comes of it.
      this.#all = false;
      return { isWhole: true, steps: list().map((directory) => ({ directory, act: 'load' })) };
    }
    this.#held = [];
    return { isWhole: false, steps: Array.from(this.#queued, ([directory, act]) => ({ directory, act })) };
  }

  /**
   * A plan was carried out. What failed comes again with every look-up, and what happened meanwhile counts as if it
   * happened now: the kubelet holds a lock. (It holds none during a scan, whose events count at once.)
   * @param done directories that were dealt with
   */
  settle(plan: ProbePlan, done: readonly string[]): void {
    if (plan.isWhole) return;
    for (const directory of done) this.#queued.delete(directory);
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const event of held) this.#enqueue(event);
  }

  #enqueue({ change, path }: PluginEvent): void {
    if (path === '' || this.#all) return;
    const [directory = '', ...inside] = path.split('/');
    const isDriver = inside.length === 0 || inside.join('/') === executableName(directory);
    this.#queued.set(directory, change === 'removed' && isDriver ? 'unload' : 'load');
  }

  #countForScan(nowMs: number): void {
    if (nowMs - this.#windowStart > EVENT_INTERVAL_MS) {
      this.#windowStart = nowMs;
      this.#eventsInWindow = 0;
    }
    if (this.#eventsInWindow >= EVENT_LIMIT) return;
    this.#eventsInWindow++;
    this.#all = true;
  }
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
