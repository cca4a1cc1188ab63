import type { RecordOf } from '../records.ts';
import { toVisible } from '../text.ts';

/** The headers, or the command that sends them: nothing else, so that it can be pasted or piped on. */
export function renderSigned({ headers, curl }: RecordOf<'signed'>): string {
  if (curl !== undefined) return `${curl.split('\n').map(toVisible).join('\n')}\n`;
  return headers.map(([name, value]) => `${toVisible(`${name}: ${value}`)}\n`).join('');
}
