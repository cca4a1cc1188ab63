import { toPython } from '../bodies.ts';
import { type Broken, type Family, JSON_BODY, resigned, type Sent, toContent, withPart } from '../case.ts';
import { misreadKeys } from './secret.ts';

function indented(sent: Sent): Broken | undefined {
  const data: unknown = JSON.parse(sent.body.toString());
  const body = Buffer.from(JSON.stringify(data, null, 4));
  return body.equals(sent.body) ? undefined : { delivery: { ...sent.delivery, body } };
}

/** Two faults that occur together. */
export const PAIR_FAMILIES: readonly Family[] = [
  {
    name: 're-serialised, and another secret',
    codes: ['body_reserialised', 'other_secret'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent) => {
      const broken = indented(sent);
      return broken && { ...broken, keys: [sent.other], otherKeys: [sent.key] };
    },
  },
  {
    name: 're-serialised, and too old',
    codes: ['body_reserialised', 'timestamp_too_old'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent) => {
      const broken = indented(sent);
      return broken && { ...broken, nowSeconds: sent.seconds + 4_000 };
    },
  },
  {
    name: 're-serialised, and the secret misread',
    codes: ['body_reserialised', 'secret_misread'],
    certainty: 'proved',
    bodies: ['ascii', 'accents'],
    simulate: (sent, dice) => {
      const content = toContent(sent.id, sent.seconds, sent.body);
      return indented({ ...sent, delivery: resigned(sent, content, dice.pick(misreadKeys(sent))) });
    },
  },
  {
    name: 'milliseconds, and hex',
    codes: ['timestamp_form', 'signature_encoding'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent, dice) => {
      const text = String(sent.seconds * 1_000 + dice.roll(1_000));
      const hexed = withPart(resigned(sent, toContent(sent.id, text, sent.body)), 'signature', (value) => {
        return `v1,${Buffer.from(value.slice(3), 'base64').toString('hex')}`;
      });
      return { delivery: withPart(hexed, 'timestamp', () => text) };
    },
  },
  {
    name: 're-serialised, and in base64',
    codes: ['body_base64', 'body_reserialised'],
    certainty: 'proved',
    bodies: ['ascii', 'accents'],
    simulate: (sent) => {
      const broken = indented(sent);
      if (broken === undefined) return undefined;
      return {
        delivery: {
          ...sent.delivery,
          body: Buffer.from(Buffer.from(broken.delivery.body).toString('base64')),
        },
      };
    },
  },
  {
    name: 'base64, and another secret',
    codes: ['body_base64', 'other_secret'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent) => ({
      delivery: { ...sent.delivery, body: Buffer.from(sent.body.toString('base64')) },
      keys: [sent.other],
      otherKeys: [sent.key],
    }),
  },
  {
    name: 'headers renamed, and re-serialised',
    codes: ['header_renamed', 'body_reserialised'],
    certainty: 'proved',
    bodies: ['ascii'],
    simulate: (sent) => {
      const broken = indented(sent);
      if (broken === undefined) return undefined;
      const headers = broken.delivery.headers.map(([name, value]) => [`X-${name}`, value] as const);
      return { delivery: { ...broken.delivery, headers } };
    },
  },
  {
    name: 'wrapped, and re-serialised',
    codes: ['body_wrapped', 'body_reserialised'],
    certainty: 'proved',
    bodies: ['ascii', 'accents'],
    simulate: (sent) => {
      const text = sent.body.toString();
      const body = Buffer.from(toPython({ payload: JSON.parse(text) }, false));
      return text === JSON.stringify(JSON.parse(text)) ? undefined : { delivery: { ...sent.delivery, body } };
    },
  },
  {
    name: 'too old, and another secret',
    codes: ['timestamp_too_old', 'other_secret'],
    certainty: 'proved',
    simulate: (sent) => ({
      delivery: sent.delivery,
      keys: [sent.other],
      otherKeys: [sent.key],
      nowSeconds: sent.seconds + 10_000,
    }),
  },
];
