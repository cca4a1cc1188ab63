import { expect, test } from 'vitest';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();

const RANDOM_PART = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PLACES = [
  (secret: string) => [secret],
  (secret: string) => ['listen', secret],
  (secret: string) => ['listen', '--secret-file', secret],
  (secret: string) => ['listen', `--secrt=${secret}`],
  (secret: string) => ['listen', '--port', secret],
  (secret: string) => ['listen', '--host', secret],
  (secret: string) => ['listen', '--path', secret],
  (secret: string) => ['listen', '--forward', secret],
  (secret: string) => ['listen', '--history', `/dev/null/${secret}`],
  (secret: string) => ['replay', secret],
  (secret: string) => ['replay', '--to', `https://${secret}/`],
  (secret: string) => ['validate', secret],
  (secret: string) => ['events', secret],
  (secret: string) => ['events', 'show', secret],
];
const SECRETS = [`whsec_${RANDOM_PART}`, `whsk_${RANDOM_PART}%3D`, `sk_live_${RANDOM_PART}`];

test.each(SECRETS.flatMap((secret) => PLACES.map((place) => place(secret))))(
  'a secret typed in the wrong place is not repeated: %s %s %s',
  async (...args) => {
    for (const flags of [[], ['--json']]) {
      const { stdout, stderr, status } = await run([...flags, ...args]);
      expect([2, 3]).toContain(status);
      expect(stderr).toContain('_…');
      expect((stdout + stderr).toLowerCase()).not.toContain(RANDOM_PART.slice(0, 6).toLowerCase());
      expect((stdout + stderr).toLowerCase()).not.toContain(RANDOM_PART.slice(-6).toLowerCase());
    }
  },
);
