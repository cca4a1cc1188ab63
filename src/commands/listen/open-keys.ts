import type { Status } from '../../report/human/status.ts';
import type { Context } from '../command.ts';
import type { Filter } from './filter.ts';
import type { Planner } from './plan.ts';
import type { OpenSession } from './session.ts';
import type { AppHealth, Tally } from './tally.ts';

interface Parts {
  /** The address of the listener. */
  readonly url: string;
  readonly session: OpenSession;
  readonly tally: Tally;
  readonly health: AppHealth;
  readonly planner: Planner;
  readonly filter: Filter;
  readonly context: Context;
}

/** How often the status line is looked after: an app may answer long after its delivery did. */
const REFRESH_MS = 250;

/** Takes keys and shows how things stand, where a person sits at a terminal. Gives what ends that. */
export async function openKeys({ session, context, ...parts }: Parts): Promise<() => void> {
  const terminal = await context.openConsole();
  if (terminal === undefined) return () => undefined;
  const { createKeys } = await import('./keys.ts');
  createKeys({ console: terminal, session, report: context.report });
  let shown = '';
  const refresh = () => {
    const status = toStatus(parts);
    const text = JSON.stringify(status);
    if (text !== shown) terminal.setStatus(status);
    shown = text;
  };
  refresh();
  const timer = setInterval(refresh, REFRESH_MS);
  return () => {
    clearInterval(timer);
    terminal.close();
  };
}

function toStatus({ url, tally, health, planner, filter }: Omit<Parts, 'session' | 'context'>): Status {
  const { verified, failed } = tally;
  const text = filter.text();
  return {
    url,
    verified,
    failed,
    ...health.state(),
    paused: planner.isPaused(),
    ...(text !== '' && { filter: text }),
  };
}
