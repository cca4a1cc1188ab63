import type { Dice } from './dice.ts';

/** What kind of body a case has. */
export type BodyKind = 'ascii' | 'accents' | 'large' | 'not_utf8';

/** A body of this kind; all but `not_utf8` are JSON objects, mostly as Footprint writes them: compact. */
export function makeBody(kind: BodyKind, dice: Dice): Buffer {
  if (kind === 'not_utf8')
    return Buffer.concat([Buffer.of(0xff), dice.bytes(20 + dice.roll(300)), Buffer.of(0xfe)]);
  const event = makeEvent(kind, dice);
  const layout = dice.pick(['compact', 'compact', 'compact', 'indented', 'spaced'] as const);
  if (layout === 'compact') return Buffer.from(JSON.stringify(event));
  return Buffer.from(layout === 'indented' ? JSON.stringify(event, null, 2) : toPython(event, false));
}

/** An event such as Footprint sends, with its keys sorted, as the documented examples have them. */
export function makeEvent(kind: BodyKind, dice: Dice): Readonly<Record<string, unknown>> {
  const rows = kind === 'large' ? 900 + dice.roll(200) : dice.roll(4);
  return {
    details: Array.from({ length: rows }, (_, index) => ({
      at: index,
      note: makeText(kind, dice),
      tags: [],
      url: 'https://a.example/b',
    })),
    event_kind: 'footprint.onboarding.completed',
    fp_id: `fp_id_${dice.roll(1e9)}`,
    is_live: dice.roll(2) === 0,
    name: makeText(kind, dice),
    requires_manual_review: false,
    score: dice.roll(1000),
    status: 'pass',
    timestamp: new Date(1_614_265_330_000 - dice.roll(3) * 1000).toISOString(),
  };
}

function makeText(kind: BodyKind, dice: Dice): string {
  const plain = Array.from({ length: 5 + dice.roll(20) }, () =>
    dice.pick([...'abcdefghij XYZ0123456789'] as [string]),
  );
  if (kind !== 'accents') return plain.join('');
  // Each has an accent that can be composed and decomposed, and that Latin-1 has.
  return `${plain.join('')} ${dice.pick(['Zoë', 'Müller', 'café', 'Ångström', 'señor'])} <a&b>`;
}

/** As Python's `json.dumps` writes it. */
export function toPython(value: unknown, ascii = true): string {
  if (Array.isArray(value)) return `[${value.map((item) => toPython(item, ascii)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, item]) => `${toPython(key, ascii)}: ${toPython(item, ascii)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return ascii ? toAscii(JSON.stringify(value)) : JSON.stringify(value);
}

/** The JSON text with everything but ASCII as escapes. */
export function toAscii(json: string): string {
  return json.replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The value with the keys of its objects in the reverse order. */
export function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, reverseKeys(item)] as const);
  return Object.fromEntries(entries.reverse());
}
