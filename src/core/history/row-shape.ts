import type { Answer, Capture, Forwarding } from '../capture/capture.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import type { Verdict } from '../signature/verdict.ts';

type Test = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Test>>;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => Number.isFinite(value);
const isStatus: Test = (value) => value === null || (isCount(value) && Number(value) <= 999);
const isPair: Test = (value) => Array.isArray(value) && value.length === 2 && value.every(isText);
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const orAbsent =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const oneOf =
  (...choices: readonly unknown[]): Test =>
  (value) =>
    choices.includes(value);

function objectOf<Value>(fields: Fields): (value: unknown) => value is Value {
  const tests = Object.entries(fields);
  return (value): value is Value =>
    typeof value === 'object' &&
    value !== null &&
    tests.every(([name, test]) => test((value as Readonly<Record<string, unknown>>)[name]));
}

type FieldsOf<Kind extends Verdict['kind']> = Readonly<
  Record<Exclude<keyof Extract<Verdict, { kind: Kind }>, 'kind'>, Test>
>;

const VERDICTS: { readonly [Kind in Verdict['kind']]: FieldsOf<Kind> } = {
  valid: {
    ageSeconds: isNumber,
    headerFamily: oneOf('svix', 'webhook'),
    scheme: oneOf('v1', 'v1a'),
    keyIndex: isCount,
    keyName: isText,
    itemIndex: isCount,
    itemCount: isCount,
  },
  header_missing: { header: isText },
  timestamp_malformed: { value: isText },
  timestamp_out_of_range: { ageSeconds: isNumber, toleranceSeconds: isNumber },
  signature_unusable: { versions: listOf(isText), reason: oneOf('malformed', 'other_scheme') },
  signature_mismatch: { itemCount: isCount },
};

const VERDICT_TESTS: ReadonlyMap<unknown, Test> = new Map(
  Object.entries(VERDICTS).map(([kind, fields]) => [kind, objectOf(fields)]),
);

const hasKind = objectOf<Pick<Verdict, 'kind'>>({ kind: isText });
const isVerdict: Test = (value) => hasKind(value) && VERDICT_TESTS.get(value.kind)?.(value) === true;

/** What of a delivery is stored as JSON: everything but the id, the time and the body. */
export type Head = Pick<Capture['delivery'], 'method' | 'path' | 'headers'> & Pick<Capture, 'verdict'>;
/** The same for a forwarding: everything but the body of the answer. */
export type ForwardingHead = Omit<Forwarding, 'body'>;

/** Whether a value is the JSON of a delivery. Never throws. */
export const isHead = objectOf<Head>({
  method: isText,
  path: isText,
  headers: listOf(isPair),
  verdict: isVerdict,
});

/** Whether a value is the JSON of a forwarding. Never throws. */
export const isForwardingHead = objectOf<ForwardingHead>({
  url: isText,
  sentAt: isTime,
  status: isStatus,
  latencyMs: isNumber,
  headers: orAbsent(listOf(isPair)),
  error: orAbsent(isText),
});

/** Whether a value is a diagnosis. Never throws. */
export const isDiagnosis = objectOf<Diagnosis>({
  suspicions: listOf(
    objectOf({ code: isText, certainty: isText, evidence: isText, fix: isText, reference: isText }),
  ),
  ruledOut: listOf(objectOf({ what: isText })),
  conclusion: isText,
  hashes: isNumber,
  stoppedBy: isText,
});

/** Whether a value is an answer. Never throws. */
export const isAnswer = objectOf<Answer>({ by: oneOf('app', 'listener'), status: isStatus });

/** Whether a value is a whole number from 0 on that JavaScript holds exactly. Never throws. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether a value is a time as captures have it: RFC 3339 in UTC with milliseconds. Never throws. */
export function isTime(value: unknown): value is string {
  const isLikeOne = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
  return isLikeOne && !Number.isNaN(Date.parse(value));
}

/** Whether a value is the id of a capture. Never throws. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value);
}
