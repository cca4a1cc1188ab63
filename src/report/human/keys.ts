import { field, type Page, row, termed } from '../layout.ts';
import { toShort, toShortName } from '../text.ts';

/** The keys of a command, and what those with digits stand for at this moment. */
export interface KeyHelp {
  readonly keys: readonly (readonly [key: string, meaning: string])[];
  /** `receivedAt` is an RFC 3339 moment. */
  readonly recent: readonly {
    readonly n: number;
    readonly event: string | null;
    readonly receivedAt: string;
  }[];
}

const COLUMN = 7;
const LONGEST_EVENT = 48;

/** Keys with what they do, one a line. Never throws. */
export function renderKeys(
  { keys, recent }: KeyHelp,
  page: Page & { readonly timeOfDay: (moment: string) => string },
): string {
  const lines = keys.map(([key, meaning]) =>
    termed(field(`  ${key}`, 'strong'), meaning, page, { indent: COLUMN }),
  );
  const deliveries = recent.map(({ n, event, receivedAt }) => {
    const name = event === null ? '(no event)' : toShort(toShortName(event), LONGEST_EVENT);
    const time = field(page.timeOfDay(receivedAt), 'quiet');
    return row([field(' '.repeat(COLUMN - 2)), field(String(n), 'strong'), time, field(name)], page, COLUMN);
  });
  return `\n${lines.join('')}${deliveries.join('')}\n`;
}
