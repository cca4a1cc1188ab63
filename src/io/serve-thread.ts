import { workerData } from 'node:worker_threads';
import workerpool from 'workerpool';

/** Offers the work of a thread to the pool that started it: `prepare` is given the data of the pool, once. */
export function serveThread<Data, Task, Result>(
  prepare: (data: Data) => (task: Task) => Promise<Result>,
): void {
  const perform = prepare(workerData as Data);
  workerpool.worker({ perform });
}
