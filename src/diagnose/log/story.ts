import { showDuration } from './duration.ts';
import type { LogEvent, VolumeInLog } from './event.ts';
import { momentOf } from './find-incidents.ts';
import type { Moment } from './incident.ts';
import { driverOfUniqueName } from './volume-words.ts';

/** What happened to one volume, in order. */
export interface Story {
  volume: string;
  driver?: string;
  pods: string[];
  steps: StoryStep[];
}

export interface StoryStep {
  moment: Moment;
  /** `WaitForAttach succeeded`. */
  text: string;
  state: 'started' | 'succeeded' | 'failed' | 'default' | 'note';
  /** How often it was told in a row. */
  count: number;
  last?: Moment;
}

/** One story for each volume that a log names, steps in a row joined. */
export function tellStories(events: readonly LogEvent[]): Story[] {
  const stories = new Map<string, Story>();
  for (const event of events) {
    if (!('volume' in event)) continue;
    const name = event.volume.name ?? event.volume.uniqueName?.split('/').at(-1);
    if (name === undefined) continue;
    const story = stories.get(name) ?? { volume: name, pods: [], steps: [] };
    stories.set(name, story);
    learn(story, event.volume, event.kind === 'default' ? event.driver : undefined);
    addStep(story, stepOf(event));
  }
  return [...stories.values()].map((story) => ({ ...story, steps: withNotes(joinCycles(story.steps)) }));
}

function learn(story: Story, volume: VolumeInLog, named: string | undefined): void {
  const driver =
    named ?? (volume.uniqueName === undefined ? undefined : driverOfUniqueName(volume.uniqueName));
  if (driver !== undefined) story.driver = driver;
  const pod = volume.pod ?? volume.podUid;
  if (pod !== undefined && !story.pods.includes(pod) && volume.pod !== undefined) story.pods.push(pod);
}

function stepOf(event: Extract<LogEvent, { volume: VolumeInLog }>): StoryStep {
  const moment = momentOf(event.line);
  const step = (state: StoryStep['state'], text: string): StoryStep => ({
    moment,
    state,
    text,
    count: event.line.event?.count ?? 1,
  });
  if (event.kind === 'failure') {
    const wait = event.backoffMs === undefined ? '' : ` (next try in ${showDuration(event.backoffMs)})`;
    return step('failed', `${event.operation} failed: ${event.error}${wait}`);
  }
  if (event.kind === 'unmatched') return step('failed', `not added to the pod: ${event.error}`);
  if (event.kind === 'default')
    return step('default', `${event.command} is not supported: the kubelet does it`);
  const device = event.device === undefined ? '' : `, device "${event.device}"`;
  return step(event.state, `${event.operation} ${event.state}${device}`);
}

/** A step that repeats the one before is counted there; its backoff is left out of the comparison. */
function addStep(story: Story, step: StoryStep): void {
  const before = story.steps.at(-1);
  if (before !== undefined && bare(before.text) === bare(step.text)) {
    before.count += step.count;
    before.last = step.moment;
    before.text = step.text;
    return;
  }
  story.steps.push(step);
}

/** Tries that look alike (the same steps, the same failure) are told once, with their number. */
function joinCycles(steps: readonly StoryStep[]): StoryStep[] {
  const joined: StoryStep[] = [];
  for (const step of steps) {
    joined.push({ ...step });
    for (let length = 2; length <= 6; length += 1) {
      const recent = joined.slice(-length);
      const earlier = joined.slice(-2 * length, -length);
      if (
        earlier.length < length ||
        !recent.every((one, index) => bare(one.text) === bare(earlier[index]?.text ?? ''))
      )
        continue;
      joined.splice(-length, length);
      for (const [index, one] of recent.entries()) {
        const kept = earlier[index] as StoryStep;
        kept.count += one.count;
        kept.last = one.last ?? one.moment;
        kept.text = one.text;
      }
      break;
    }
  }
  return joined;
}

/** A mount that failed, and was never called again before unmount, was found mounted at the next try. */
function withNotes(steps: readonly StoryStep[]): StoryStep[] {
  return steps.flatMap((step, index) => {
    const before = steps.slice(0, index);
    const failed = before.findLastIndex((one) => one.state === 'failed' && /SetUp/.test(one.text));
    const since = before.slice(failed + 1);
    const unnoticed =
      failed >= 0 &&
      /UnmountVolume(?:\.TearDown)? (?:started|succeeded)/.test(step.text) &&
      since.some((one) => /WaitForAttach succeeded/.test(one.text)) &&
      !since.some((one) => /SetUp|UnmountVolume/.test(one.text));
    if (!unnoticed) return [step];
    const text =
      'taken for mounted without another call: unmount follows only a volume that was mounted, so the mount that failed had mounted it, or a later try succeeded in silence';
    return [{ moment: step.moment, state: 'note' as const, text, count: 1 }, step];
  });
}

function bare(text: string): string {
  return text.replace(/ \(next try in [^)]*\)$/, '');
}
