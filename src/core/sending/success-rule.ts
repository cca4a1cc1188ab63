import { isSuccess } from '../delivery/delivery.ts';

/** Statuses from one to another, both included, and how they were written: `2xx`, `400`. */
export interface StatusRange {
  readonly text: string;
  readonly least: number;
  readonly most: number;
}

/** Which answers are what the sender wants to see. */
export interface SuccessRule {
  /** For display: `2xx`, or what is expected: `400 or 5xx`. */
  readonly text: string;
  /** Whether it is the one of Svix, 2xx alone. */
  readonly isUsual: boolean;
  /** Whether a status fits; null stands for no answer, which never does. */
  readonly isMet: (status: number | null) => boolean;
}

/** Success as Svix counts it. */
const USUAL_SUCCESS: SuccessRule = { text: '2xx', isUsual: true, isMet: isSuccess };

/** Reads `400`, or `4xx` for 400 to 499; undefined for anything else. Never throws. */
export function findStatusRange(text: string): StatusRange | undefined {
  const [, hundreds, rest = ''] = /^([2-5])(xx|\d\d)$/i.exec(text) ?? [];
  if (hundreds === undefined) return undefined;
  const isClass = rest.toLowerCase() === 'xx';
  const least = Number(hundreds) * 100 + (isClass ? 0 : Number(rest));
  return { text: text.toLowerCase(), least, most: isClass ? least + 99 : least };
}

/** The rule that any of these statuses is a success; without any, 2xx is. Never throws. */
export function toSuccessRule(ranges: readonly StatusRange[]): SuccessRule {
  if (ranges.length === 0) return USUAL_SUCCESS;
  return {
    text: [...new Set(ranges.map(({ text }) => text))].join(' or '),
    isUsual: false,
    isMet: (status) => status !== null && ranges.some(({ least, most }) => status >= least && status <= most),
  };
}
