import type { Capture } from '../../capture/capture.ts';
import type { CapturePlaces } from '../../capture/records.ts';
import { isSuccess } from '../../delivery/delivery.ts';
import { toDuration } from '../../duration.ts';
import type { PathStep } from '../../json/places.ts';
import { judge, TOLERANCE_SECONDS } from '../../signature/judge.ts';
import { capture, captureOf, lines, payload, REVIEW, type Rule, type Told, text } from './rule.ts';

const LATER = { id: '01KQVPHEY4DE3B4WZZ6KYE37BC', receivedAt: '2025-05-05T18:40:52.000Z' };
const MESSAGE = {
  id: 'msg_2xKbZ0QJVu0rQ5VeCJxTyZu108x',
  eventType: REVIEW.event_kind,
  timestamp: REVIEW.timestamp,
};
const REQUEST = {
  method: 'POST',
  url: 'http://127.0.0.1:4400/webhooks',
  httpVersion: 'HTTP/1.1',
  headers: [
    { name: 'svix-id', value: MESSAGE.id },
    { name: 'svix-timestamp', value: '1746470447' },
    { name: 'svix-signature', value: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=' },
  ],
  queryString: [],
  cookies: [],
  headersSize: -1,
  bodySize: -1,
  postData: { mimeType: 'application/json', text: JSON.stringify(REVIEW) },
};

function har(request: object) {
  const entry = { startedDateTime: '2025-05-05T18:40:47.000Z', time: 0, request, cache: {}, timings: {} };
  return { log: { version: '1.2', creator: { name: 'a proxy', version: '1' }, entries: [entry] } };
}

/** What is wrong with deliveries that were kept, and with the inputs as a whole. */
export const CAPTURE_RULES = {
  torn_capture: {
    level: 'warning',
    summary: 'A capture was cut off while it was written',
    meaning:
      'A line begins like a capture and ends too early: its writer was stopped in the middle. It is skipped.',
    why: 'One delivery is missing from the file.',
    mend: 'Delete the line. `fp-webhooks history export` writes the file anew.',
    wrong: text(`${JSON.stringify(captureOf())}\n{"capture":1,"id":"01KQVP`, 'captures.ndjson'),
    right: text(`${JSON.stringify(captureOf())}\n`, 'captures.ndjson'),
  },
  capture_invalid: {
    level: 'error',
    summary: 'A capture is not in the format of captures',
    meaning:
      'A record begins with `"capture"` but is not in the format of captures, or of a newer version of it. The format is in `schemas/capture.v1.json`.',
    why: '`replay` and `verify` cannot read it either.',
    mend: 'Correct what the message names, or update fp-webhooks.',
    wrong: capture({ headers: { 'svix-id': 'msg_1' } }),
    right: capture(),
  },
  har_entry_invalid: {
    level: 'error',
    summary: 'An entry of a HAR cannot be read',
    meaning:
      'An entry of a HAR file is no object, or its POST request has a body but no URL or no time that can be read. Other entries are checked all the same; what is no delivery, such as a picture that the browser fetched, is passed over.',
    why: 'What the proxy or the browser recorded there was not checked.',
    mend: 'Record the request again, and export it as HAR with its content.',
    wrong: { file: 'recorded.har', content: JSON.stringify(har({ ...REQUEST, url: '/webhooks' }), null, 2) },
    right: { file: 'recorded.har', content: JSON.stringify(har(REQUEST), null, 2) },
  },
  export_invalid: {
    level: 'error',
    summary: "A record is no message of Svix's export",
    meaning: "A record of an export of Svix's messages has no `payload`, or an `eventType` that is no text.",
    why: 'There is nothing in it to check: Svix drops payloads after their retention time.',
    mend: 'Export newer messages, or ones whose payloads are still there.',
    wrong: payload({ ...MESSAGE, eventType: 7, payload: REVIEW }),
    right: payload({ ...MESSAGE, payload: REVIEW }),
    args: ['--as', 'svix'],
  },
  export_event_mismatch: {
    level: 'warning',
    summary: "The eventType of Svix's export is not that of its payload",
    meaning:
      "A message of Svix's export has another `eventType` than its payload has `event_kind`, with or without `footprint.`. The place is that of `eventType`.",
    why: 'Svix sends it to the endpoints of the one, and their handlers treat it as the other.',
    mend: 'Correct whichever of them is wrong; an export that nobody edited has no such message.',
    wrong: payload({ eventType: 'vault.updated', payload: REVIEW }),
    right: payload({ eventType: 'user.manual_review', payload: REVIEW }),
  },
  body_not_json: {
    level: 'error',
    summary: 'The body of a capture is not JSON',
    meaning: 'The body of a capture is not JSON, or not UTF-8 text.',
    why: 'Footprint sends nothing like it: it came from somebody else, or was changed on its way.',
    mend: 'If it was meant for another endpoint, take it out of the file. A proxy that compresses or encodes bodies breaks signatures as well.',
    wrong: capture({ bodyText: 'hello' }),
    right: capture(),
  },
  signature_invalid: {
    level: 'error',
    summary: 'The signature of a capture is not valid',
    meaning:
      'The delivery was not verified: judged with the secrets that are configured (see the README), whatever its age; without any, by the verdict that was kept. With secrets the message says why, by experiment, with a link to [Why a signature fails](signature-failures.md).',
    why: 'Anybody can send such a request. A capture that fails cannot test a handler that verifies.',
    mend: 'Give the secret of the endpoint that received it, or mend what the message names. `fp-webhooks verify FILE` says more.',
    wrong: capture({ verdict: { kind: 'signature_mismatch', itemCount: 1 } }),
    right: capture(),
  },
  signature_time: {
    level: 'off',
    summary: 'A capture came too long before or after it was signed',
    meaning:
      'The time in the signature headers is more than 5 minutes from the moment at which the delivery was received, which a receiver refuses. Off unless you ask for it: captures are mostly made up or sent again.',
    why: 'Every such delivery was refused by your handler, and sent again by Svix.',
    mend: 'Set the clock of the receiving machine; let nothing keep requests for minutes on their way.',
    wrong: capture({ receivedAt: '2025-05-05T19:40:47.000Z' }),
    right: capture(),
    args: ['--rule', 'signature_time=warning'],
    find: findSignatureTime,
  },
  message_id_reused: {
    level: 'error',
    summary: 'A message id came again with another body',
    meaning:
      'Two captures, of one file or two, have the same message id (`svix-id`) and different bodies. A retry has the same body, byte for byte.',
    why: 'A handler that drops duplicates by `svix-id`, as it should, never sees the second.',
    mend: 'Give the second an id of its own.',
    wrong: lines('captures.ndjson', [
      captureOf(),
      captureOf({ ...LATER, bodyText: JSON.stringify({ ...REVIEW, is_live: true }) }),
    ]),
    right: lines('captures.ndjson', [captureOf(), captureOf(LATER)]),
  },
  answer_not_2xx: {
    level: 'warning',
    summary: 'A delivery was not answered 2xx',
    meaning:
      'The sender, or an app to which the delivery was passed on, did not answer 2xx, or no answer came.',
    why: 'For Svix only 2xx is a success. Anything else is sent again, and after days of it the endpoint is disabled.',
    mend: 'Answer 2xx as soon as the delivery is verified and kept, also to events that you do not handle.',
    wrong: capture({ answer: { by: 'app', status: 500 } }),
    right: capture(),
    find: findBadAnswers,
  },
  coverage_missing: {
    level: 'error',
    summary: 'An event that is required is in no input',
    meaning: '`--require` names an event that is in no input.',
    why: 'A handler is not tested with an event that it will get.',
    mend: 'Add a payload of it: `fp-webhooks fixtures new EVENT` writes one.',
    wrong: payload(REVIEW),
    right: lines('events.ndjson', [REVIEW, { ...REVIEW, event_kind: 'footprint.user.info_requested' }]),
    args: ['--require', 'user.info_requested'],
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Whether a capture came too long before or after it was signed, as a receiver would have found then. */
function findSignatureTime(
  { delivery, receivedAt }: Capture,
  { headers: path }: CapturePlaces,
): readonly Told[] {
  // The time is judged before the signature, so that no key is needed.
  const verdict = judge(delivery, [], Date.parse(receivedAt) / 1_000);
  if (verdict.kind !== 'timestamp_out_of_range') return [];
  const { ageSeconds } = verdict;
  const when = ageSeconds < 0 ? 'before' : 'after';
  const tolerance = toDuration(TOLERANCE_SECONDS);
  const message = `This delivery came more than ${tolerance} ${when} the time of its signature: a receiver refuses it.`;
  const actual = `${toDuration(Math.abs(ageSeconds))} ${when}`;
  return [{ path, message, expected: `at most ${tolerance}`, actual }];
}

/** The answers to a delivery that were not 2xx, or that never came. */
function findBadAnswers(
  { answer, forwardings = [] }: Capture,
  { status: path }: CapturePlaces,
): readonly Told[] {
  return [
    ...(answer === undefined ? [] : toBadAnswer(answer.status, path, TO_SENDER)),
    ...forwardings.flatMap(({ status }, index) =>
      toBadAnswer(status, ['forwardings', index, 'status'], OF_APP),
    ),
  ];
}

/** What is said of a status, and where none came. */
interface AnswerWords {
  readonly bad: (status: number) => string;
  readonly none: string;
}

const TO_SENDER: AnswerWords = {
  bad: (status) => `The sender was answered ${status}, not 2xx, so that Svix sends this again.`,
  none: 'The sender was not answered at all, so that Svix sends this again.',
};
const OF_APP: AnswerWords = {
  bad: (status) => `The app to which this was passed on answered ${status}, not 2xx.`,
  none: 'No answer came from the app to which this was passed on.',
};

function toBadAnswer(
  status: number | null,
  path: readonly PathStep[],
  { bad, none }: AnswerWords,
): readonly Told[] {
  if (isSuccess(status)) return [];
  const [message, actual] = status === null ? [none, 'no answer'] : [bad(status), String(status)];
  return [{ path, message, expected: '2xx', actual }];
}
