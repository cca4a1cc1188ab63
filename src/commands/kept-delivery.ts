import type { Capture } from '../core/capture/capture.ts';
import { findMessageId } from '../core/delivery/delivery.ts';
import { AppError } from '../core/error.ts';
import type { HistoryReader, Kept } from '../core/history/history.ts';

const ID_START = /^[0-7][0-9A-HJKMNP-TV-Z]{0,25}$/;
/** The id that Svix gives a message, which its dashboard shows. */
const MESSAGE_ID = /^msg_/;

/** The beginning of an id as the history has it. Throws AppError `usage` for what none begins with. */
export function toIdStart(text: string): string {
  const start = text.toUpperCase();
  if (ID_START.test(start)) return start;
  const hint = 'fp-webhooks history list shows the ids; the beginning of one is enough.';
  throw new AppError('usage', `"${text}" is not the id of a delivery, or the beginning of one.`, hint);
}

/** Whether a text can only name a delivery of the history: the beginning of an id, or a message id of Svix. Never throws. */
export function isKeptName(text: string): boolean {
  return ID_START.test(text.toUpperCase()) || MESSAGE_ID.test(text);
}

/**
 * The one delivery whose id begins so, or the newest with this message id; without a name, the newest of all. Throws
 * AppError `no_input` when there is none, `usage` when there are several.
 */
export function pickKept(reader: HistoryReader, name: string | undefined): Kept {
  return (name === undefined ? undefined : findByMessage(reader, name)) ?? pickById(reader, name);
}

/** Undefined for what can only be the beginning of an id of the history, or nothing. */
function findByMessage(reader: HistoryReader, name: string): Kept | undefined {
  if (ID_START.test(name.toUpperCase())) return undefined;
  const [newest] = reader.find({ messageId: name, limit: 1 });
  if (newest !== undefined || !MESSAGE_ID.test(name)) return newest;
  throw new AppError(
    'no_input',
    `No delivery in the history has the message id ${name}.`,
    'fp-webhooks history list shows what there is.',
  );
}

function pickById(reader: HistoryReader, name: string | undefined): Kept {
  const found = [...reader.find({ ...(name !== undefined && { ids: [toIdStart(name)] }), limit: 2 })];
  const [first, second] = found;
  if (first === undefined) {
    const message =
      name === undefined
        ? 'The history holds no delivery yet.'
        : `No delivery in the history has an id that begins with ${name}.`;
    throw new AppError('no_input', message, 'fp-webhooks history list shows what there is.');
  }
  if (name === undefined || second === undefined) return first;
  const ids = found.map(({ capture }) => capture.id).join(' and ');
  throw new AppError(
    'usage',
    `Several deliveries have an id that begins with ${name}: ${ids}.`,
    'Give more of it.',
  );
}

const LENGTHS = [8, 10, 20];

/**
 * The beginning of an id that no other one has. The first 8 characters tell the second, the first 10 the millisecond;
 * within one, ids made by one process differ in their last characters only.
 */
export function toShortId(reader: HistoryReader, id: string): string {
  const length = LENGTHS.find((each) => {
    return [...reader.find({ ids: [id.slice(0, each)], limit: 2 })].length < 2;
  });
  return id.slice(0, length);
}

/** Svix tries eight times; nobody reads more than this. */
const MOST_ATTEMPTS = 50;

/** The captures with the message id of one, the oldest first; nothing where it has no id. Throws what `find` of the history throws. */
export function findAttempts(reader: HistoryReader, capture: Capture): readonly Capture[] {
  const messageId = findMessageId(capture.delivery.headers);
  if (messageId === null) return [];
  const found = [...reader.find({ messageId, oldestFirst: true, limit: MOST_ATTEMPTS })];
  const attempts = found.map((kept) => kept.capture);
  return attempts.some(({ id }) => id === capture.id) ? attempts : [...attempts, capture];
}
