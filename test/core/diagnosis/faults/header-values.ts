import type { Delivery } from '../../../../src/core/delivery/delivery.ts';
import { ANY_BODY, type Family, send, withPart } from '../case.ts';

const PARTS = ['id', 'timestamp', 'signature'] as const;

/** Escapes and white space that programs put into header values, and that lose nothing. */
const ESCAPES: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => encodeURIComponent(encodeURIComponent(text)),
  (text) => text.replace(/[=+/,]/g, (each) => `&#${each.charCodeAt(0)};`),
  (text) => text.replace(/[=+/,]/g, (each) => `&#x${each.charCodeAt(0).toString(16).toUpperCase()};`),
  (text) => text.replace(/[=+/,]/g, (each) => `&#0${each.charCodeAt(0)};`),
  (text) => text.replace(/[=+/]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`),
  (text) => text.replace(/[=+/]/g, (each) => `\\x${each.charCodeAt(0).toString(16)}`),
  (text) => text.replaceAll('/', '\\/'),
  (text) => text.replace(/[=+,]/g, '\\$&'),
  (text) => text.replaceAll('=', '=3D'),
  (text) => `${text.slice(0, -20)}\r\n ${text.slice(-20)}`,
  (text) => `${text.slice(0, 9)} ${text.slice(9)}`,
  (text) => `"${text}"`,
  (text) => `["${text}"]`,
];

function findPart(delivery: Delivery, part: string): string | undefined {
  return delivery.headers.find(([name]) => name.toLowerCase().endsWith(`-${part}`))?.[1];
}

/** Faults of the values of the three headers. */
export const HEADER_VALUE_FAMILIES: readonly Family[] = [
  {
    name: '20 header value changed',
    codes: ['header_value_changed'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const part = dice.pick(['id', 'timestamp']);
      const change = dice.pick([
        (text: string) => `"${text}"`,
        (text: string) => `${text}, ${text}`,
        (text: string) => ` ${text} `,
        (text: string) => `Optional[${text}]`,
        (text: string) => Buffer.from(text).toString('base64'),
      ]);
      return { delivery: withPart(sent.delivery, part, change) };
    },
  },
  {
    name: '20 header value escaped',
    codes: ['header_value_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const [part, change] = dice.pick(
        ESCAPES.map((each) => [dice.pick(PARTS), each] as const) as [
          readonly [string, (text: string) => string],
        ],
      );
      const delivery = withPart(sent.delivery, part, change);
      const isSame = delivery.headers.every(
        ([, value], index) => value === sent.delivery.headers[index]?.[1],
      );
      return isSame ? undefined : { delivery };
    },
  },
  {
    name: '20 header values exchanged',
    codes: ['header_value_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const values = new Map(PARTS.map((part) => [part, findPart(sent.delivery, part)]));
      const order = dice.pick<readonly (typeof PARTS)[number][]>([
        ['timestamp', 'id', 'signature'],
        ['signature', 'timestamp', 'id'],
        ['id', 'signature', 'timestamp'],
        ['timestamp', 'signature', 'id'],
        ['signature', 'id', 'timestamp'],
      ]);
      const delivery = PARTS.reduce(
        (each, part, index) => withPart(each, part, () => values.get(order[index] ?? part)),
        sent.delivery,
      );
      return { delivery };
    },
  },
  {
    name: '20 a word for nothing as the value of a header',
    codes: ['header_missing'],
    certainty: 'likely',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const word = dice.pick([
        'undefined',
        'None',
        'null',
        'nil',
        'NaN',
        '[object Object]',
        '""',
        '{{svix-id}}',
        '%s',
      ]);
      const parts = dice.pick<readonly (typeof PARTS)[number][]>([
        ['id'],
        ['timestamp'],
        ['signature'],
        PARTS,
      ]);
      const delivery = parts.reduce((each, part) => withPart(each, part, () => word), sent.delivery);
      return { delivery };
    },
  },
  {
    name: '20 signed anew under webhook-…, the svix-… headers left in place',
    codes: ['headers_mixed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const old = send(['ascii'], dice).delivery.headers.slice(1);
      const headers = [...old.map(([name, value]) => [name.replace(/^\w+/, 'Svix'), value] as const)];
      const own = sent.delivery.headers.map(
        ([name, value]) => [name.replace(/^(?:svix|webhook)(?=-)/i, 'Webhook'), value] as const,
      );
      return { delivery: { ...sent.delivery, headers: [...headers, ...own] } };
    },
  },
];
