interface Waiting<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: unknown) => void;
}

/** Values by key that can be waited for before they are there. The first value of a key counts. */
export class Awaited<Value> {
  readonly #waiting = new Map<string, Waiting<Value>>();
  #failed: { error: unknown } | undefined;

  get(key: string): Promise<Value> {
    return this.#of(key).promise;
  }

  settle(key: string, value: Value): void {
    this.#of(key).resolve(value);
  }

  /** For all that have no value, and all that are asked for later. */
  failAll(error: unknown): void {
    this.#failed = { error };
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  #of(key: string): Waiting<Value> {
    const known = this.#waiting.get(key) ?? waiting<Value>();
    this.#waiting.set(key, known);
    if (this.#failed !== undefined) known.reject(this.#failed.error);
    return known;
  }
}

function waiting<Value>(): Waiting<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((resolveIt, rejectIt) => {
    resolve = resolveIt;
    reject = rejectIt;
  });
  // Told to whoever waits for it; a test that never asks has nothing to be told.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
