const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const START_LENGTH = 20;
const COUNTER_LENGTH = 7;

/**
 * Message ids of a run by the number of the message, in the form that Svix uses: `msg_` and 27 base62 characters. Each is
 * made from its number alone, so that none has to be kept to be known again at the next attempt. Never throws.
 * @param random Bytes that no other run has, at least 20.
 */
export function createMessageIds(random: Uint8Array): (index: number) => string {
  const start = `msg_${Array.from(random.subarray(0, START_LENGTH), (byte) => BASE62[byte % 62]).join('')}`;
  return (index) => {
    let counter = '';
    for (let rest = index; counter.length < COUNTER_LENGTH; rest = Math.floor(rest / 62))
      counter = (BASE62[rest % 62] ?? '0') + counter;
    return start + counter;
  };
}
