import { createHash } from 'node:crypto';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id of a capture that got none when it came: a ULID of that moment, the rest of which is made from the content, so
 * that the same capture always gets the same id. Never throws. Source: ULID specification.
 * @param epochMs From 0 on.
 */
export function deriveCaptureId(epochMs: number, content: string): string {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 20);
  return toCrockford(BigInt(Math.trunc(epochMs)), 10) + toCrockford(BigInt(`0x${digest}`), 16);
}

function toCrockford(value: bigint, length: number): string {
  return Array.from({ length }, (_, index) => {
    const shift = BigInt(5 * (length - 1 - index));
    return CROCKFORD[Number((value >> shift) & 31n)];
  }).join('');
}
