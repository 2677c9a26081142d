/**
 * Runs tasks, at most `workers` at once, begun in the order given. When the signal is aborted no further task
 * begins; those that run see the signal themselves.
 *
 * @returns results by the index of their task; undefined for tasks that never began
 * @throws what a task throws, after the tasks that had begun are over
 */
export async function runPool<Task, Result>(
  tasks: readonly Task[],
  workers: number,
  run: (task: Task, index: number) => Promise<Result>,
  signal: AbortSignal,
): Promise<(Result | undefined)[]> {
  const results: (Result | undefined)[] = Array.from({ length: tasks.length });
  let next = 0;
  let broken: { error: unknown } | undefined;
  const work = async () => {
    while (next < tasks.length && !signal.aborted && broken === undefined) {
      const index = next++;
      try {
        results[index] = await run(tasks[index] as Task, index);
      } catch (error) {
        broken ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, tasks.length) }, work));
  if (broken !== undefined) throw broken.error;
  return results;
}
