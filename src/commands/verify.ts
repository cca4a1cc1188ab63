import { findBodyText } from '../core/delivery/body.ts';
import type { Delivery } from '../core/delivery/delivery.ts';
import { findMessageId } from '../core/delivery/message-id.ts';
import { diagnose } from '../core/diagnosis/diagnose.ts';
import { toLibraryMessage } from '../core/diagnosis/library-messages.ts';
import { findJson } from '../core/document/parse-json.ts';
import { AppError } from '../core/error.ts';
import { maskFreeText, toShownMessageId } from '../core/events/masking.ts';
import { findText, isPayloadObject } from '../core/events/payload.ts';
import type { Opinion } from '../core/signature/agreement.ts';
import { judge, TOLERANCE_SECONDS } from '../core/signature/judge.ts';
import type { Key } from '../core/signature/secret.ts';
import { sign } from '../core/signature/sign.ts';
import { readSignatureHeaders } from '../core/signature/signature-headers.ts';
import type { Verdict } from '../core/signature/verdict.ts';
import { createReferee } from '../io/referee.ts';
import { findNamedSecrets, type Secrets } from '../io/secrets.ts';
import { explainVerdict } from '../report/explain.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { toDiagnosisRecord } from './diagnosis-record.ts';
import { duration, gather, moment } from './flags.ts';
import { addSecretFlags, loadSecrets, type SecretOptions } from './secret-flags.ts';
import { type Exhibit, findDeliveries } from './verify/deliveries.ts';

interface VerifyOptions extends SecretOptions {
  readonly last?: boolean;
  readonly header?: readonly string[];
  readonly headers?: string;
  readonly at?: number;
  readonly ignoreTime?: boolean;
  readonly tolerance?: number;
  readonly showExpected?: boolean;
}

/** `fp-webhooks verify`: judges a delivery and finds out why it is not valid. */
export const verify: CommandDefinition<VerifyOptions> = {
  drains: false,
  flags: (command) =>
    addSecretFlags(
      command
        .argument('[body|capture|request|id]', 'file, capture id, or - for standard input')
        .option('--last', 'the newest capture')
        .option('-H, --header <name: value>', 'a header of the delivery, may be repeated', gather)
        .option('--headers <file>', 'its headers: lines, JSON, a log, what curl -v prints')
        .option('--at <time>', 'judge as of Unix seconds or an RFC 3339 time', moment)
        .option('--ignore-time', 'judge the signature whatever the time')
        .option('--tolerance <time>', 'how old it may be, for example 5m', duration)
        .option('--show-expected', 'print the signature that would have been right'),
    ),
  examples: [
    ['fp-webhooks verify --last', 'why was the newest delivery not accepted?'],
    [
      'fp-webhooks verify body.json --headers headers.txt',
      'a body and its headers, as copied from a log or a dashboard',
    ],
    ['curl -v … 2>&1 | fp-webhooks verify -', 'a whole request'],
    ['fp-webhooks verify captures.ndjson --ignore-time --json', 'every capture of a file, for scripts'],
  ],
  run: verifyAll,
};

async function verifyAll(
  [name, ...rest]: readonly string[],
  options: VerifyOptions,
  context: Context,
): Promise<Outcome> {
  refuseConflicts(rest, options);
  const { last = false, header = [], headers } = options;
  const exhibits = await findDeliveries({ name, last, header, headers }, context);
  const secrets = loadSecrets(options, context);
  const judgeOne = await createJudge(secrets, options, context);
  const records = exhibits.map(judgeOne);
  for (const record of records) context.report(record);
  return records.every(({ verdict }) => verdict.kind === 'valid') ? 'passed' : 'failed';
}

function refuseConflicts(rest: readonly string[], { ignoreTime, tolerance, at }: VerifyOptions): void {
  if (rest[0] !== undefined) {
    throw new AppError(
      'usage',
      `verify takes one delivery, and "${rest[0]}" is a second one.`,
      'Put captures into one file.',
    );
  }
  const other = tolerance !== undefined ? '--tolerance' : at !== undefined ? '--at' : undefined;
  if (ignoreTime === true && other !== undefined) {
    throw new AppError('usage', `${other} has no effect beside --ignore-time.`, 'Use one of the two.');
  }
}

async function createJudge({ keys }: Secrets, options: VerifyOptions, context: Context) {
  const askReferee = await createReferee();
  const otherKeys = findNamedSecrets(context);
  const toleranceSeconds =
    options.ignoreTime === true ? Number.POSITIVE_INFINITY : (options.tolerance ?? TOLERANCE_SECONDS);
  return (exhibit: Exhibit): RecordOf<'judged'> => {
    const { delivery } = exhibit;
    const nowSeconds = options.at ?? exhibit.receivedSeconds ?? Math.floor(Date.now() / 1_000);
    const verdict = judge(delivery, keys, nowSeconds, toleranceSeconds);
    const begun = performance.now();
    const budget = { hashes: 50_000, ms: 5_000, elapsedMs: () => performance.now() - begun };
    const diagnosis = diagnose({ delivery, verdict, keys, otherKeys, nowSeconds, toleranceSeconds, budget });
    const explanation = explainVerdict(verdict);
    const opinion = isNow(nowSeconds) ? askReferee(delivery, keys) : toOpinion(verdict);
    return {
      type: 'judged',
      source: exhibit.source,
      ...toNames(exhibit, context.showPii),
      verdict,
      ...(explanation && { explanation: { message: explanation.message, hints: [...explanation.hints] } }),
      ...(opinion && { referee: opinion }),
      ...(diagnosis.suspicions.length > 0 && { diagnosis: toDiagnosisRecord(diagnosis) }),
      ...(options.showExpected === true && toExpected(exhibit, keys)),
    };
  };
}

/** Svix's library has no other clock than this machine's: of another time, it is known what it would have said. */
function isNow(seconds: number): boolean {
  return Math.abs(Date.now() / 1_000 - seconds) < 5;
}

function toOpinion(verdict: Verdict): Opinion {
  const message = toLibraryMessage(verdict);
  return message === undefined ? { accepts: true } : { accepts: false, message };
}

function toNames({ delivery }: Exhibit, showPii: boolean): Pick<RecordOf<'judged'>, 'svixId' | 'event'> {
  const svixId = findMessageId(delivery.headers);
  const event = findEventKind(delivery);
  return {
    svixId: svixId === null || showPii ? svixId : toShownMessageId(svixId),
    event: event === null || showPii ? event : maskFreeText(event),
  };
}

function findEventKind({ body }: Delivery): string | null {
  const payload = findJson(findBodyText(body) ?? '')?.value;
  return (isPayloadObject(payload) ? findText(payload, 'event_kind') : undefined) ?? null;
}

/** What the signature header should have been: a help for whoever holds the secret anyway, and asks for it. */
function toExpected({ delivery }: Exhibit, keys: readonly Key[]): { readonly expected?: string } {
  const headers = readSignatureHeaders(delivery.headers);
  const signing = keys.filter(({ kind }) => kind !== 'public');
  if ('kind' in headers || signing.length === 0 || !/^\d{1,12}$/.test(headers.timestamp)) return {};
  const message = { id: headers.id, timestampSeconds: Number(headers.timestamp), body: delivery.body };
  return { expected: sign(message, signing) };
}
