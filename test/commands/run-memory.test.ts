import { expect, test } from 'vitest';
import { createRunMemory } from '../../src/commands/run-memory.ts';

const URL_ASKED = 'http://127.0.0.1:4000/webhooks';
const EVENT = { event_kind: 'footprint.vault.updated', fp_id: 'fp_id_1', is_live: false };

test('Z16: nothing that was accepted late in a long run is told of the refused ones alone', () => {
  const { note, explain } = createRunMemory();
  let sent = 0;
  const send = (event: object, status: number) => {
    sent += 1;
    const body = Buffer.from(JSON.stringify(event));
    note({ key: `msg_${sent}`, body, isFar: false, answer: { url: URL_ASKED, status, headers: [], body } });
  };
  for (let index = 0; index < 300; index += 1) send(EVENT, 200);
  const late = { ...EVENT, event_kind: 'footprint.user.manual_review', note: 'Zoë' };
  send(late, 200);
  send(late, 500);
  expect(explain().join()).toMatch(
    /^The app accepted \d+ payloads or more, and not 1\. .* do not set the refused ones apart/,
  );
  send({ ...late, fp_id: "O'Brien" }, 500);
  expect(explain().join()).toContain("< > & or ' in strings (1 of 2)");
});
