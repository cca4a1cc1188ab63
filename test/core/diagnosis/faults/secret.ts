import { generateKeyPairSync } from 'node:crypto';
import { generateSecretText, type Key, parseSecret } from '../../../../src/core/signature/secret.ts';
import { sign } from '../../../../src/core/signature/sign.ts';
import { ANY_BODY, type Family, resigned, type Sent, toContent, toKey, withPart } from '../case.ts';
import type { Dice } from '../dice.ts';

/** Keys as a misguided signer makes them of a secret. */
export function misreadKeys(sent: Sent): readonly [Buffer, ...Buffer[]] {
  const whole = generateSecretText(sent.secret);
  const base64 = sent.secret.toString('base64');
  return [
    Buffer.from(whole),
    Buffer.from(base64),
    Buffer.from(`${whole}\n`),
    Buffer.from(whole, 'base64'),
    Buffer.from(sent.secret.toString('hex')),
    Buffer.from(sent.secret.toString('utf8')),
    Buffer.from('undefined'),
    Buffer.alloc(0),
  ];
}

function pair(): Key {
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(16).toString('base64');
  return parseSecret(`whsk_${seed}`, 'pair');
}

function toSignature(sent: Sent, keys: readonly Key[]): string {
  return sign({ id: sent.id, timestampSeconds: sent.seconds, body: sent.body }, keys);
}

function withSignature(sent: Sent, dice: Dice, keys: readonly Key[]) {
  const signature = toSignature(sent, dice.roll(2) === 0 ? keys : keys.toReversed());
  return withPart(sent.delivery, 'signature', () => signature);
}

/** Rarer ones: they are not combined with other faults. */
function rareKeys(sent: Sent): readonly [Buffer, ...Buffer[]] {
  const whole = generateSecretText(sent.secret);
  const latin1 = sent.secret.toString('latin1');
  return [
    Buffer.from('c21b1e', 'hex'),
    Buffer.from(sent.secret.toString('ascii')),
    Buffer.from(latin1.replace(/[\x80-\xff]/g, '?')),
    Buffer.from(whole.slice(5), 'base64'),
    Buffer.from(whole.slice(7), 'base64'),
    Buffer.from(whole, 'utf16le'),
    Buffer.from(`v1,${whole}`),
    Buffer.from('None'),
    Buffer.from('$FP_WEBHOOKS_SECRET'),
    Buffer.from('process.env.FP_WEBHOOKS_SECRET'),
  ];
}

/** Faults of the secret. */
export const SECRET_FAMILIES: readonly Family[] = [
  {
    name: '9 another configured secret',
    codes: ['other_secret'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent) => ({ delivery: sent.delivery, keys: [sent.other], otherKeys: [sent.other, sent.key] }),
  },
  {
    name: '10 secret misread by the sender',
    codes: ['secret_misread'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({
      delivery: resigned(sent, toContent(sent.id, sent.seconds, sent.body), dice.pick(misreadKeys(sent))),
    }),
  },
  {
    name: '10 secret misread by the sender in a rare way',
    codes: ['secret_misread'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({
      delivery: resigned(sent, toContent(sent.id, sent.seconds, sent.body), dice.pick(rareKeys(sent))),
    }),
  },
  {
    name: '10 secret encoded twice where it is configured',
    codes: ['secret_misread'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const text = dice.pick([
        generateSecretText(sent.secret),
        sent.secret.toString('base64'),
        sent.secret.toString('hex'),
      ]);
      return { delivery: sent.delivery, keys: [toKey(Buffer.from(text), 'FP_WEBHOOKS_SECRET')] };
    },
  },
  {
    name: '12 the old secret of a rotation',
    codes: ['old_secret'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent) => {
      const signature = toSignature(sent, [sent.other, sent.key]);
      return { delivery: withPart(sent.delivery, 'signature', () => signature) };
    },
  },
  {
    name: '18 the wrong kind of secret',
    codes: ['scheme_mismatch'],
    certainty: 'likely',
    bodies: ANY_BODY,
    simulate: (sent, dice) =>
      dice.roll(2) === 0
        ? { delivery: withSignature(sent, dice, [pair()]) }
        : { delivery: sent.delivery, keys: [pair()], otherKeys: [] },
  },
  {
    name: '24 signed with an unknown secret',
    codes: [],
    certainty: 'nothing',
    bodies: ANY_BODY,
    simulate: (sent, dice) => ({
      delivery: sent.delivery,
      keys: [toKey(dice.bytes(24), 'wrong')],
      otherKeys: [sent.other],
    }),
  },
  {
    name: '24 body altered',
    codes: [],
    certainty: 'nothing',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const body = Buffer.from(sent.body);
      const place = body.findIndex(
        (byte, index) => index >= dice.roll(body.length) && byte >= 0x61 && byte <= 0x79,
      );
      if (place < 0) return undefined;
      body[place] = (body[place] ?? 0) + 1;
      return { delivery: { ...sent.delivery, body } };
    },
  },
  {
    name: '24 id altered',
    codes: [],
    certainty: 'nothing',
    simulate: (sent) => ({ delivery: withPart(sent.delivery, 'id', (id) => `${id}x`) }),
  },
  {
    name: '24 signature altered',
    codes: [],
    certainty: 'nothing',
    simulate: (sent) => ({
      delivery: withPart(sent.delivery, 'signature', (text) =>
        text.replace(/,(.)(.)/, (_, one, two) => `,${one === 'A' ? 'B' : 'A'}${two}`),
      ),
    }),
  },
];
