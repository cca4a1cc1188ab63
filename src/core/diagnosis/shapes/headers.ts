import { GROUPED } from '../headers/moments.ts';
import { findForeignForm, findForeignHeaders } from '../headers/providers.ts';
import { OBJECT, type Recovered, TEMPLATE } from '../headers/recover.ts';
import type { Clue, Sight } from './clue.ts';

/** What the look of the three headers tells. Never throws. */
export function* findHeaderClues(sight: Sight): Generator<Clue> {
  yield* findNameClues(sight);
  if (/^msg_[a-z0-9]{27}$/.test(sight.recovered.values.id ?? '')) {
    const evidence = 'The message id has no capital letter: it may have been put into lower case.';
    yield { code: 'id_changed', evidence };
  }
  yield* findTimestampClue(sight);
  yield* findSignatureClues(sight);
}

function* findNameClues({ request, recovered }: Sight): Generator<Clue> {
  const { missing, family, changes } = recovered;
  const foreign = findForeignHeaders(request.delivery.headers);
  if (foreign !== undefined && missing.length > 0) {
    yield { code: 'other_provider', evidence: `The request has the headers of ${foreign.provider}.` };
  }
  for (const { code, undone } of changes) {
    const evidence =
      code === 'header_value_changed'
        ? `The headers hold values of each other's form: these fit once ${undone}.`
        : `No header has the right name for all three values, but ${undone.replaceAll(' is read as ', ' looks like ')}.`;
    yield { code, evidence };
  }
  yield* findPlaceholderClue(recovered);
  if (missing.length === 0) return;
  const names = missing.map((part) => `${family}-${part}`).join(' and ');
  const evidence =
    missing.length === 3
      ? 'None of the three headers came, nor one with a name like theirs.'
      : `The request has no ${names}, nor a header with a name like it.`;
  yield { code: 'header_missing', evidence };
}

function* findPlaceholderClue({ placeholders, family }: Recovered): Generator<Clue> {
  const [first] = placeholders;
  if (first === undefined) return;
  const names = placeholders.map(({ part }) => `${family}-${part}`).join(', ');
  const place = `The ${first.word} is the value of ${names}`;
  const causes: Readonly<Record<string, string>> = {
    [TEMPLATE]: '',
    [OBJECT]: ': the code uses an object as text',
  };
  const cause = causes[first.word] ?? ': the code reads a header by a name that is not there';
  const fix =
    first.word === TEMPLATE
      ? 'Correct the name of the variable or header in the template.'
      : "Read each header by the name that came, as text; in Node, names are in lower case: `req.headers['svix-id']`.";
  yield { code: 'header_missing', evidence: `${place}${cause}.`, fix };
}

function* findTimestampClue({ request, recovered }: Sight): Generator<Clue> {
  const { verdict } = request;
  const isPut = recovered.changes.some(({ code }) => code === 'header_value_changed');
  if (verdict.kind !== 'timestamp_malformed' || recovered.values.timestamp === undefined || isPut) return;
  const { value } = verdict;
  if (/^\d{9,19}, *\d/.test(value)) {
    const evidence = 'The timestamp has a comma, like a header that was sent twice.';
    yield { code: 'header_value_changed', evidence };
    return;
  }
  const looks = TIMES.find(([shape]) => shape.test(value))?.[1] ?? 'is not a whole number of Unix seconds';
  yield { code: 'timestamp_form', evidence: `The timestamp ${looks}.` };
}

const TIMES = [
  [/^\d{13}$/, 'has 13 digits, as milliseconds do'],
  [GROUPED, 'has separators between its digits'],
  [/^\d{4}-\d\d-\d\d/, 'is a date'],
] as const;

/** Of the 43 characters of a signature in base64, about 17 are capitals, and about as many are not. */
const ONE_CASE = [
  [/^v1,[a-z0-9+/]{43}=$/, 'lower-case'],
  [/^V1,[A-Z0-9+/]{43}=$/, 'capitals'],
] as const;

function* findSignatureClues(sight: Sight): Generator<Clue> {
  const { request, recovered, readings } = sight;
  const { signature } = recovered.values;
  if (signature === undefined) return;
  const provider = findForeignForm(signature);
  if (provider !== undefined) {
    yield { code: 'other_provider', evidence: `The signature header is written as ${provider} writes it.` };
  }
  yield* findSchemeClue(sight, signature);
  const oneCase = ONE_CASE.find(([shape]) => shape.test(signature))?.[1];
  if (oneCase !== undefined) {
    const evidence = `All letters of the signature are ${oneCase}, and base64 has both.`;
    yield { code: 'signature_damaged', evidence };
    return;
  }
  if (request.verdict.kind !== 'signature_unusable') return;
  if (readings.whole.length === 0) yield* findUnreadableClue(sight);
  for (const { code, undone } of readings.whole[0]?.changes ?? []) {
    yield { code, evidence: `The header has no signature in the right form; one is found once ${undone}.` };
  }
}

function* findUnreadableClue({ readings }: Sight): Generator<Clue> {
  const evidence = 'Nothing in the header is as long as a signature in any encoding.';
  const cut = 'The signature is shorter than one can be: its end is missing.';
  if (readings.beginnings.length > 0) yield { code: 'signature_damaged', evidence: cut };
  else yield { code: 'signature_unreadable', evidence };
}

function* findSchemeClue({ request }: Sight, signature: string): Generator<Clue> {
  const items = signature.split(' ');
  const has = (scheme: string) => items.some((item) => item.startsWith(`${scheme},`));
  const holds = (scheme: string) => request.keys.some((key) => key.scheme === scheme);
  if (has('v1a') && !has('v1') && !holds('v1a')) {
    const evidence = 'The header has only v1a signatures, and every secret given is a whsec_ one.';
    yield { code: 'scheme_mismatch', evidence };
  }
  if (has('v1') && !has('v1a') && !holds('v1') && request.keys.length > 0) {
    const evidence = 'The header has only v1 signatures, and every secret given is half of a key pair.';
    yield { code: 'scheme_mismatch', evidence };
  }
}
