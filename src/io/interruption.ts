/** The signals by which a user or a supervisor ends the process. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One of the signals above. */
export type EndingSignal = (typeof SIGNALS)[number];

/**
 * Calls `onFirst` for the first signal of any kind; from then on none is handled, so that the next, of any kind, ends
 * the process at once.
 */
export function handleFirstSignal(onFirst: (signal: EndingSignal) => void): void {
  const handlers = SIGNALS.map((signal) => ({ signal, handle: () => onFirstOnly(signal) }));
  const onFirstOnly = (first: EndingSignal) => {
    for (const { signal, handle } of handlers) process.off(signal, handle);
    onFirst(first);
  };
  for (const { signal, handle } of handlers) process.on(signal, handle);
}

/** Does something that may block for good, as reading a pipe does, while every signal ends the process at once. Throws what it throws. */
export function withDefaultSignals<Value>(action: () => Value): Value {
  const listeners = SIGNALS.map((signal) => [signal, process.rawListeners(signal)] as const);
  letSignalsKill();
  try {
    return action();
  } finally {
    for (const [signal, each] of listeners)
      for (const listener of each) process.on(signal, listener as NodeJS.SignalsListener);
  }
}

/** Ends the process as if the signal were not handled: the shell must see it, since some scripts go on otherwise. */
export function dieBy(signal: EndingSignal): void {
  letSignalsKill();
  process.kill(process.pid, signal);
}

/** Makes every signal end the process by itself. */
export function letSignalsKill(): void {
  for (const each of SIGNALS) process.removeAllListeners(each);
}
