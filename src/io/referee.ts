import { Buffer } from 'node:buffer';
import { toBuffer } from '../core/bytes.ts';
import { type Delivery, toHeaderRecord } from '../core/delivery/delivery.ts';
import type { Opinion } from '../core/signature/agreement.ts';
import { generateSecretText, type Key } from '../core/signature/secret.ts';

/**
 * Asks Svix's library about one delivery, as of a time in Unix seconds. Undefined when there are no keys. Never throws.
 */
export type AskReferee = (delivery: Delivery, keys: readonly Key[], atSeconds: number) => Opinion | undefined;

/**
 * Loads Svix's own library and gives the function that asks it, as an application with that library would:
 * headers as `request.headers` has them, the body as a Buffer. Any key that it accepts is enough; otherwise the message
 * is the one for the first shared secret, or for the first key when none is shared: the library refuses the others when
 * it is made. It always allows 300 seconds. Never throws while the library is installed. Source: svix 2.5.0.
 */
export async function createReferee(): Promise<AskReferee> {
  // Loaded here so that only those who ask for a second opinion pay for it.
  const { Webhook } = await import('svix');

  function ask(secret: string, delivery: Delivery, atSeconds: number): Opinion {
    // The library takes no time: it reads this clock, once, before it returns.
    const clock = Date.now;
    Date.now = () => atSeconds * 1_000;
    try {
      new Webhook(secret).verify(toBuffer(delivery.body), toHeaderRecord(delivery.headers));
      return { accepts: true };
    } catch (error) {
      return { accepts: false, message: error instanceof Error ? error.message : String(error) };
    } finally {
      Date.now = clock;
    }
  }

  return (delivery, keys, atSeconds) => {
    const shared = keys.filter(({ kind }) => kind === 'symmetric');
    const asked = shared.length > 0 ? shared : keys.slice(0, 1);
    const opinions = asked.map((key) => ask(toSecretText(key), delivery, atSeconds));
    return opinions.find(({ accepts }) => accepts) ?? opinions[0];
  };
}

/** A key as the library is given it. Of a key pair only the form: the library refuses the prefix, and no private key goes there. */
function toSecretText(key: Key): string {
  if (key.kind === 'symmetric') return generateSecretText(key.secretKey.export());
  return `${key.kind === 'public' ? 'whpk' : 'whsk'}_${Buffer.alloc(32).toString('base64')}`;
}
