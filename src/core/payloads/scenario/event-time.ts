const FORM = /\.(\d{1,9})|(?:[Zz]|[+-]\d\d:\d\d)$/g;

/**
 * A moment in the form of another timestamp: with as many digits below the second, and with a zone only where that has one,
 * because the documented form of the bank link has none. Never throws.
 * @param ms Unix milliseconds.
 * @param model A timestamp of the same event, such as `2025-05-05T18:40:46.240470542Z`; any other text stands for nine digits.
 * @param nanoseconds What is below the millisecond, 0 to 999,999, so that digits are not zeros.
 */
export function writeEventTime(ms: number, model: string, nanoseconds: number): string {
  const [second = '', millis = ''] = new Date(ms).toISOString().slice(0, -1).split('.');
  const isTime = /^\d{4}-\d\d-\d\d[Tt]/.test(model);
  const parts = isTime ? [...model.slice('2025-05-05T'.length).matchAll(FORM)] : [];
  const digits = isTime ? (parts.find(([, fraction]) => fraction !== undefined)?.[1]?.length ?? 0) : 9;
  const hasZone = !isTime || parts.some(([, fraction]) => fraction === undefined);
  const fraction = `${millis}${String(nanoseconds).padStart(6, '0')}`.slice(0, digits);
  return `${second}${digits === 0 ? '' : `.${fraction}`}${hasZone ? 'Z' : ''}`;
}
