import { createHash, createHmac } from 'node:crypto';
import { ANY_BODY, type Family, resigned, toContent, withPart } from '../case.ts';

/** The number with separators between its digits, as many locales write it. */
function group(value: number, separator: string): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, separator);
}

/** Faults of the headers, the time and the signature. */
export const HEADER_FAMILIES: readonly Family[] = [
  {
    name: '13 timestamp of another form in the header',
    codes: ['timestamp_form'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const ms = sent.seconds * 1_000 + dice.roll(1_000);
      const iso = new Date(ms).toISOString();
      const text = dice.pick([
        String(ms),
        iso,
        iso.replace(/\.\d+Z/, 'Z'),
        `${sent.seconds}.0`,
        String(ms / 1_000),
        group(sent.seconds, dice.pick([',', '.', "'", ' ', '_'])),
        new Date(ms).toUTCString(),
      ]);
      return /^\d{10}$/.test(text)
        ? undefined
        : { delivery: withPart(sent.delivery, 'timestamp', () => text) };
    },
  },
  {
    name: '14 timestamp signed in another form',
    codes: ['timestamp_form'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const iso = new Date(sent.seconds * 1_000).toISOString();
      const text = dice.pick([`${sent.seconds}000`, iso, `${sent.seconds}.0`, iso.replace('.000Z', 'Z')]);
      return { delivery: resigned(sent, toContent(sent.id, text, sent.body)) };
    },
  },
  {
    name: '14 timestamp in milliseconds in both places',
    codes: ['timestamp_form'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const text = String(sent.seconds * 1_000 + dice.roll(1_000));
      const delivery = resigned(sent, toContent(sent.id, text, sent.body));
      return { delivery: withPart(delivery, 'timestamp', () => text) };
    },
  },
  {
    name: '14 another moment signed',
    codes: ['timestamp_replaced'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const offset = dice.pick([1, -1, 2, 3_600, -7_200, 19_800, -20_700, dice.roll(601), -dice.roll(601)]);
      if (offset === 0) return undefined;
      return { delivery: resigned(sent, toContent(sent.id, sent.seconds + offset, sent.body)) };
    },
  },
  {
    name: '15 right, but too old',
    codes: ['timestamp_too_old'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({ delivery: sent.delivery, nowSeconds: sent.seconds + 301 + dice.roll(1e6) }),
  },
  {
    name: '15 right, but from the future',
    codes: ['timestamp_too_new'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({ delivery: sent.delivery, nowSeconds: sent.seconds - 301 - dice.roll(1e6) }),
  },
  {
    name: '16 signature in another encoding',
    codes: ['signature_encoding'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const change = dice.pick([
        (bytes: Buffer) => bytes.toString('hex'),
        (bytes: Buffer) => bytes.toString('hex').toUpperCase(),
        (bytes: Buffer) => bytes.toString('base64url'),
        (bytes: Buffer) => bytes.toString('base64').replace('=', ''),
        (bytes: Buffer) => Buffer.from(bytes.toString('hex')).toString('base64'),
        (bytes: Buffer) => Buffer.from(bytes.toString('base64')).toString('base64'),
      ]);
      const delivery = withPart(
        sent.delivery,
        'signature',
        (text) => `v1,${change(Buffer.from(text.slice(3), 'base64'))}`,
      );
      return { delivery };
    },
  },
  {
    name: '17 signature header of another form',
    codes: ['signature_form'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const decoy = `v1,${Buffer.alloc(32, 7).toString('base64')}`;
      const change = dice.pick([
        (text: string) => text.replace(',', '='),
        (text: string) => text.replace('v1', 'V1'),
        (text: string) => text.slice(3),
        (text: string) => text.replace(',', ':'),
        (text: string) => `${decoy},${text}`,
        (text: string) => `${decoy}\t${text}`,
      ]);
      return { delivery: withPart(sent.delivery, 'signature', change) };
    },
  },
  {
    name: '17 signature cut off',
    codes: ['signature_damaged'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({
      delivery: withPart(sent.delivery, 'signature', (text) => text.slice(0, 26 + dice.roll(18))),
    }),
  },
  {
    name: '17 plus signs became spaces',
    codes: ['signature_damaged'],
    certainty: 'proved',
    simulate: (sent) => {
      const delivery = withPart(sent.delivery, 'signature', (text) => text.replaceAll('+', ' '));
      return delivery.headers.some(([name, value]) => /signature/i.test(name) && value.includes(' '))
        ? { delivery }
        : undefined;
    },
  },
  {
    name: '17 nothing that is a signature',
    codes: ['signature_unreadable'],
    certainty: 'likely',
    simulate: (sent, dice) => ({
      delivery: withPart(sent.delivery, 'signature', () => dice.pick(['v1,', 'v1', 'v2,abc', 'none', '-'])),
    }),
  },
  {
    name: '19 something else signed',
    codes: ['signed_content_differs'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const { id, seconds, body } = sent;
      const algorithm = dice.pick(['sha256', 'sha256', 'sha512', 'sha1'] as const);
      if (algorithm !== 'sha256')
        return { delivery: resigned(sent, toContent(id, seconds, body), sent.secret, algorithm) };
      const start = dice.pick([
        `${seconds}.`,
        '',
        `${id}.`,
        `${seconds}.${id}.`,
        `${id}${seconds}`,
        `v0:${seconds}:`,
      ]);
      return { delivery: resigned(sent, Buffer.concat([Buffer.from(start), body])) };
    },
  },
  {
    name: "19 another provider's request",
    codes: ['other_provider'],
    certainty: 'likely',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const hex = createHmac('sha256', dice.bytes(20)).update(sent.body).digest('hex');
      const stripe = ['Stripe-Signature', `t=${sent.seconds},v1=${hex}`] as const;
      const github = ['X-Hub-Signature-256', `sha256=${hex}`] as const;
      const slack = ['X-Slack-Signature', `v0=${hex}`] as const;
      return {
        delivery: {
          ...sent.delivery,
          headers: [dice.pick<readonly [string, string]>([stripe, github, slack])],
        },
      };
    },
  },
  {
    name: "19 another provider's request, with a secret that is known",
    codes: ['other_provider'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const hex = (content: string) =>
        createHmac('sha256', sent.secret).update(content).update(sent.body).digest('hex');
      const stripe = ['Stripe-Signature', `t=${sent.seconds},v1=${hex(`${sent.seconds}.`)}`] as const;
      const github = ['X-Hub-Signature-256', `sha256=${hex('')}`] as const;
      return {
        delivery: { ...sent.delivery, headers: [dice.pick<readonly [string, string]>([stripe, github])] },
      };
    },
  },
  {
    name: '20 headers renamed',
    codes: ['header_renamed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const rename = dice.pick([
        (part: string) => `X-Svix-${part}`,
        (part: string) => `svix_${part}`,
        (part: string) => `HTTP_SVIX_${part.toUpperCase()}`,
        (part: string) => `X-Webhook-${part}`,
        (part: string) => `svx-${part}`,
        (part: string) => `x-original-svix-${part}`,
      ]);
      const only = dice.pick(['id', 'timestamp', 'signature', undefined]);
      const headers = sent.delivery.headers.map(([name, value]) => {
        const part = /-(id|timestamp|signature)$/i.exec(name)?.[1]?.toLowerCase();
        return [part !== undefined && (only ?? part) === part ? rename(part) : name, value] as const;
      });
      return { delivery: { ...sent.delivery, headers } };
    },
  },
  {
    name: '20 headers dropped',
    codes: ['header_missing'],
    certainty: 'likely',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({
      delivery: withPart(sent.delivery, dice.pick(['id', 'timestamp', 'signature']), () => undefined),
    }),
  },
  {
    name: '20 both families of headers mixed',
    codes: ['headers_mixed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const part = dice.pick(['id', 'timestamp', 'signature']);
      const headers = sent.delivery.headers.map(([name, value]) => {
        if (!name.toLowerCase().endsWith(`-${part}`)) return [name, value] as const;
        return [/^svix/i.test(name) ? `Webhook-${part}` : `Svix-${part}`, value] as const;
      });
      return { delivery: { ...sent.delivery, headers } };
    },
  },
  {
    name: '19 a word for nothing signed as the id or the timestamp',
    codes: ['signed_content_differs'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const word = dice.pick(['', 'undefined', 'None', 'null', 'nil']);
      const [id, time] = dice.pick<readonly [string, string]>([
        [word, String(sent.seconds)],
        [sent.id, word],
        [word, word],
      ]);
      return { delivery: resigned(sent, toContent(id, time, sent.body)) };
    },
  },
  {
    name: '19 another order or separator signed',
    codes: ['signed_content_differs'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const separator = dice.pick([
        '.',
        '',
        ':',
        '\n',
        ',',
        '|',
        '-',
        '_',
        ' ',
        ';',
        '/',
        '&',
        '+',
        '\r\n',
        '\t',
      ]);
      const pieces = [sent.id, String(sent.seconds), sent.body.toString('latin1')];
      const order = dice.pick<readonly number[]>([
        [1, 0, 2],
        [0, 2, 1],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
        [0, 2],
        [2, 0],
        [1, 2],
        [2, 1],
      ]);
      const content = order.map((index) => pieces[index]).join(separator);
      return { delivery: resigned(sent, Buffer.from(content, 'latin1')) };
    },
  },
  {
    name: '19 a hash without a secret as the signature',
    codes: ['signed_content_differs'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent) => {
      const hash = createHash('sha256')
        .update(toContent(sent.id, sent.seconds, sent.body))
        .digest('base64');
      return { delivery: withPart(sent.delivery, 'signature', () => `v1,${hash}`) };
    },
  },
  {
    name: '21 message id written in another way',
    codes: ['id_changed'],
    certainty: 'proved',
    simulate: (sent, dice) => {
      const change = dice.pick([(id: string) => id.replace('msg_', ''), (id: string) => `msg_${id}`]);
      return { delivery: withPart(sent.delivery, 'id', change) };
    },
  },
];
