import { profileFor, unmeasuredSwitches } from '../../kubelet/profile.ts';
import type { Scenario } from '../scenario.ts';
import type { StoryEvent, ToldCall } from '../story-event.ts';
import { callText } from './call-text.ts';
import { clock, INDENT, type Ink, inkOf, span } from './ink.ts';
import { MountsText } from './mounts-text.ts';
import { OptionsText } from './options-text.ts';
import { Repeats } from './repeats.ts';
import { retry } from './retry-text.ts';
import { stepText } from './step-text.ts';

export interface StoryOptions {
  scenario: Scenario;
  release: string;
  color: boolean;
  write: (text: string) => void;
}

/** Tells a scenario to a person while it is played: like the kubelet's log, with what follows from what. */
export class Story {
  readonly #options: StoryOptions;
  readonly #ink: Ink;
  readonly #optionsText: OptionsText;
  readonly #mounts: MountsText;
  readonly #repeats: Repeats;
  #steps = 0;
  #calls = 0;
  #failedCalls = 0;
  #began = 0;
  #lastError = '';
  #attaches = true;
  readonly #trouble: string[] = [];

  constructor(options: StoryOptions) {
    this.#options = options;
    this.#ink = inkOf(options.color);
    this.#optionsText = new OptionsText(this.#ink);
    this.#mounts = new MountsText(this.#ink);
    this.#repeats = new Repeats((text) => this.#line(text), this.#ink);
    this.#line(this.#headline());
  }

  tell(event: StoryEvent): void {
    if (event.kind === 'step') this.#step(event);
    else if (event.kind === 'call') this.#call(event.call, event.at);
    else if (event.kind === 'failed') this.#failed(event);
    else if (event.kind === 'step-end') this.#stepEnd(event);
    else if (event.kind === 'log') {
      this.#repeats.tell(event.text, event.at, () => [this.#bad(event.text, event.at)]);
    } else {
      this.#repeats.end();
      this.#trouble.push(`the kubelet's process would have ended here: ${event.text}`);
      this.#line(this.#bad(event.text, event.at));
    }
  }

  end(): void {
    this.#repeats.end();
    const failed = this.#failedCalls === 0 ? '' : `, ${this.#failedCalls} of them failed`;
    const counts = `${counted(this.#steps, 'step')}, ${counted(this.#calls, 'call')}${failed}`;
    if (this.#trouble.length === 0) {
      this.#line(`\n${this.#ink.good(`✓ ${counts}: every step ended well`)}`);
      return;
    }
    this.#line(`\n${this.#ink.bad(`✗ ${counts}; what did not end well:`)}`);
    for (const text of this.#trouble) this.#line(`  ${text}`);
  }

  #bad(text: string, at: number): string {
    return `${this.#ink.faint(clock(at))}  ${this.#ink.bad(`✗ ${text}`)}`;
  }

  #headline(): string {
    const { release, scenario } = this.#options;
    const { controllerAttachDetach, nodeName } = scenario.kubelet;
    const unmeasured = unmeasuredSwitches(profileFor(release)).length;
    const who = controllerAttachDetach ? 'the controller attaches' : 'the kubelet attaches by itself';
    const basis = unmeasured === 0 ? 'measured' : `${counted(unmeasured, 'switch', 'switches')} not measured`;
    return this.#ink.faint(
      `kubelet ${release} (${basis}), node ${nodeName}, ${who}; times are the kubelet's, in seconds`,
    );
  }

  #step({ step, at }: Extract<StoryEvent, { kind: 'step' }>): void {
    this.#repeats.end();
    const [heading, ...about] = stepText(step, this.#options.scenario);
    this.#began = at;
    this.#line(`\n${this.#ink.heading(`${++this.#steps}. ${heading}`)}`);
    for (const line of about) this.#line(this.#ink.faint(`  ${line}`));
  }

  #call(call: ToldCall, at: number): void {
    this.#calls++;
    if (call.outcome === 'failure') this.#failedCalls++;
    this.#lastError = call.error ?? '';
    if (call.argv[0] === 'init' && call.outcome === 'success') {
      this.#attaches = call.capabilities?.attach !== false;
    }
    const same = JSON.stringify([call.argv, call.output, call.exit]);
    this.#repeats.tell(same, at, () => callText(call, at, this.#optionsText, this.#ink));
  }

  #failed({ at, error, ...failed }: Extract<StoryEvent, { kind: 'failed' }>): void {
    this.#repeats.end();
    // What the call itself told already is not told twice.
    if (this.#lastError === '' || !error.endsWith(this.#lastError)) {
      this.#line(this.#bad(error.trim(), at));
    }
    this.#line(`${INDENT}${this.#ink.warn(`↻ ${retry(failed, this.#attaches)}`)}`);
  }

  #stepEnd({ at, result, lists, trouble }: Extract<StoryEvent, { kind: 'step-end' }>): void {
    this.#repeats.end();
    const took = span(at - this.#began);
    if (trouble !== undefined) {
      this.#trouble.push(`${this.#steps}. ${trouble}`);
      this.#line(`  ${this.#ink.bad(`✗ after ${took}: ${trouble}`)}`);
    } else if (result.op === 'addPod') {
      this.#line(`  ${this.#ink.good(`✓ its volumes are mounted after ${took}`)}`);
    } else if (result.op === 'deletePod') {
      this.#line(`  ${this.#ink.good('✓ its volumes are gone')}`);
    } else if (result.size !== undefined) this.#line(`  the volume has ${result.size} now`);
    for (const line of this.#mounts.lines(lists)) this.#line(line);
  }

  #line(text: string): void {
    this.#options.write(`${text}\n`);
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
