import { toBuffer } from '../core/delivery/body.ts';
import { type Delivery, toHeaderRecord } from '../core/delivery/delivery.ts';
import type { Opinion } from '../core/signature/agreement.ts';
import { generateSecretText, type Key } from '../core/signature/secret.ts';

/** Asks Svix's library about one delivery; undefined when no key is symmetric, for the library knows no `v1a`. Never throws. */
export type AskReferee = (delivery: Delivery, keys: readonly Key[]) => Opinion | undefined;

/**
 * Loads Svix's own library and gives the function that asks it, as an application with that library would:
 * headers as `request.headers` has them, the body as a Buffer. Any key that it accepts is enough; otherwise the message
 * is what it says for the first. It always uses the clock of this machine and a tolerance of 300 seconds.
 * Never throws while the library is installed. Source: svix 2.5.0.
 */
export async function createReferee(): Promise<AskReferee> {
  // Loaded here so that only those who ask for a second opinion pay for it.
  const { Webhook } = await import('svix');

  function ask(secret: string, delivery: Delivery): Opinion {
    try {
      new Webhook(secret).verify(toBuffer(delivery.body), toHeaderRecord(delivery.headers));
      return { accepts: true };
    } catch (error) {
      return { accepts: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  return (delivery, keys) => {
    const secrets = keys.flatMap((key) =>
      key.kind === 'symmetric' ? [generateSecretText(key.secretKey.export())] : [],
    );
    const opinions = secrets.map((secret) => ask(secret, delivery));
    return opinions.find(({ accepts }) => accepts) ?? opinions[0];
  };
}
