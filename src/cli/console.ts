import { setTimeout as delay } from 'node:timers/promises';
import type { Console } from '../commands/command.ts';
import { type Keyboard, type KeyPress, openKeyboard } from '../io/keyboard.ts';
import { createLineEditor } from '../io/line-editor.ts';
import { renderKeys } from '../report/human/console.ts';
import type { View } from '../report/human/listen.ts';
import type { Foot } from './foot.ts';
import { createFootContent, type FootContent } from './foot-content.ts';

interface ConsoleParts {
  readonly foot: Foot;
  readonly view: View;
  /** Aborted when the process is about to end: the terminal is given back at once. */
  readonly signal: AbortSignal;
}

/** How long what is written may take to reach the terminal before the process is stopped. */
const FLUSH_MS = 200;
const LOOK_MS = 5;

/** Keys and a line at the foot; undefined when the terminal belongs to another job. Never throws. */
export function openConsole({ foot, view, signal }: ConsoleParts): Console | undefined {
  const content = createFootContent(foot, view);
  let take: (key: string) => void = () => undefined;
  const keyboard = openKeyboard({
    onKey: (press) => pressKey(press, { keyboard, content, foot, close, take }),
    onSleep: () => {
      content.setHidden(true);
      return settle(foot);
    },
    onWake: () => content.setHidden(false),
    onResize: () => foot.refresh('now'),
  });
  if (keyboard === undefined) return undefined;

  let isClosed = false;
  function close(): void {
    isClosed = true;
    signal.removeEventListener('abort', close);
    content.asking()?.editor.giveUp();
    content.setHidden(true);
    keyboard?.close();
  }
  if (signal.aborted) close();
  else signal.addEventListener('abort', close);

  return {
    setStatus: content.setStatus,
    onKey: (next) => {
      take = next;
    },
    ask: async (question, first) => {
      if (content.asking() !== undefined) return undefined;
      const editor = createLineEditor(first);
      if (isClosed) editor.giveUp();
      content.setAsking({ question, editor });
      const answer = await editor.answer;
      content.setAsking(undefined);
      return answer;
    },
    showKeys: (help) => foot.terminal.write('stdout', renderKeys(help, view)),
    clear: foot.clear,
    close,
  };
}

interface Receivers {
  readonly keyboard: Keyboard | undefined;
  readonly content: FootContent;
  readonly foot: Foot;
  readonly close: () => void;
  readonly take: (key: string) => void;
}

/** The keys of the terminal itself come first, then a question that is being answered, then the command. */
function pressKey(press: KeyPress, { keyboard, content, foot, close, take }: Receivers): void {
  const asking = content.asking();
  const interrupt = (signal: 'SIGINT' | 'SIGQUIT') => {
    close();
    keyboard?.interrupt(signal);
  };
  if (press.name === 'ctrl+z') keyboard?.suspend();
  else if (press.name === 'ctrl+\\') interrupt('SIGQUIT');
  else if (asking !== undefined) {
    asking.editor.press(press);
    foot.refresh('now');
  } else if (press.name === 'ctrl+c') interrupt('SIGINT');
  else take(press.name);
}

async function settle({ terminal }: Foot): Promise<void> {
  for (let ms = 0; ms < FLUSH_MS && !terminal.isIdle('stdout'); ms += LOOK_MS) await delay(LOOK_MS);
}
