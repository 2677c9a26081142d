import type { RunEvent } from '../conformance/events.ts';

/** What `sonobuoy status` shows of a plugin. */
interface Update {
  msg: string;
  total: number;
  completed: number;
  failures: string[];
}

/** Long enough for a worker on the same node, short enough for the end of a run to wait for it. */
const POST_TIMEOUT_MS = 5_000;

/**
 * Posts how a run goes. One post at a time, and after it the newest alone: a slow aggregator holds up nothing,
 * and one that is gone is told once.
 */
export class ProgressPosts {
  readonly #url: string | undefined;
  readonly #complain: (text: string) => void;
  #state: Update = { msg: '', total: 0, completed: 0, failures: [] };
  #next: Update | undefined;
  #posting: Promise<void> = Promise.resolve();
  #isPosting = false;
  #complained = false;

  constructor(url: string | undefined, complain: (text: string) => void) {
    this.#url = url;
    this.#complain = complain;
  }

  /** Takes what a run tells; totals of several drivers add up. */
  take(event: RunEvent, driver: string): void {
    const update = after(this.#state, event, driver);
    if (update !== undefined) this.#post(update);
  }

  /** Says the last word and waits until it is posted, or cannot be. */
  async end(msg: string): Promise<void> {
    this.#post({ ...this.#state, msg });
    await this.#posting;
  }

  #post(update: Update): void {
    this.#state = update;
    this.#next = update;
    if (this.#url === undefined || this.#isPosting) return;
    this.#isPosting = true;
    this.#posting = this.#drain(this.#url).finally(() => {
      this.#isPosting = false;
    });
  }

  async #drain(url: string): Promise<void> {
    while (this.#next !== undefined) {
      const body = JSON.stringify(this.#next);
      this.#next = undefined;
      try {
        const headers = { 'content-type': 'application/json' };
        const signal = AbortSignal.timeout(POST_TIMEOUT_MS);
        const answer = await fetch(url, { method: 'POST', body, headers, signal });
        await answer.arrayBuffer();
        if (!answer.ok) this.#tell(`it answers ${answer.status}`);
      } catch (error) {
        this.#tell(String((error as Error).cause ?? error));
      }
    }
  }

  #tell(why: string): void {
    if (this.#complained) return;
    this.#complained = true;
    this.#complain(
      `progress cannot be posted to ${this.#url}: ${why}. The run goes on, its results are not touched`,
    );
  }
}

/** @returns undefined for what is not worth a post */
function after(state: Update, event: RunEvent, driver: string): Update | undefined {
  switch (event.type) {
    case 'probing':
      return { ...state, msg: `${driver}: probing` };
    case 'started':
      return { ...state, msg: `${driver}: running`, total: state.total + event.total };
    case 'ended': {
      const { id, level, status, kubelet } = event.result;
      const failed = status === 'error' || (status === 'failed' && level === 'MUST');
      const failures = failed ? [`${driver} ${id} (kubelet ${kubelet})`] : [];
      return { ...state, completed: state.completed + 1, failures: [...state.failures, ...failures] };
    }
    case 'stopping':
      return { ...state, msg: `${driver}: stopping: ${event.reason}` };
    case 'begun':
      return undefined;
  }
}
