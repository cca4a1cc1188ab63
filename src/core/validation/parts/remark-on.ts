import { findBodyText } from '../../bytes.ts';
import type { Capture } from '../../capture/capture.ts';
import type { CapturePlaces, Entry } from '../../capture/records.ts';
import type { Inspection } from '../../events/inspect.ts';
import { isPayloadObject, toEventKind } from '../../events/payload.ts';
import { quoteValue, type Show } from '../../events/wording.ts';
import { EXCESSIVE, isExcessive } from '../../json/excess.ts';
import { createLocator, type PlacedText, toPlacedBody, toPlacedText } from '../../json/locate.ts';
import type { Source } from '../../json/piece.ts';
import type { PathStep } from '../../json/places.ts';
import { findJson } from '../../json/scan.ts';
import { explainSyntaxError, findForeignSyntax } from '../../json/syntax-error.ts';
import { CAPTURE_RULES } from '../rules/captures.ts';
import { CONTEXT_RULES, type PayloadContext } from '../rules/context.ts';
import type { Remark } from '../rules/finding.ts';
import type { Told } from '../rules/rule.ts';
import type { Levels } from '../rules/rules.ts';
import { showMasked, showName, toShow } from '../rules/showing.ts';
import { findInText, type TextRules } from './text-rules.ts';

/** Inspects a parsed payload. Passed in, so that this file does not load the schemas. */
export type Inspect = (value: unknown, show: Show) => Inspection;

/** What is wrong with the signature of a capture, or undefined. Passed in, because it takes secrets. */
export type ExplainSignature = (capture: Capture) => string | undefined;

/** What records are checked with. */
export interface Scene {
  readonly levels: Levels;
  readonly textRules: TextRules;
  readonly showPii: boolean;
  readonly inspect: Inspect;
  readonly explainSignature: ExplainSignature;
  /** What is known beside a payload, which came with a capture or by itself. */
  readonly companyOf: (capture: Capture | undefined) => Company;
}

/** Context of a payload, but for its event. */
export type Company = Omit<PayloadContext, 'definition'>;

/** A remark on a capture, with the way from the record to what it is about. */
type CaptureRemark = Told & Pick<Remark, 'code'>;

const WHOLE = { path: [], event: null } as const;

/** What there is to say about one record of a file, in the order of the places; also by rules that are off. Never throws. */
export function remarkOn(entry: Entry, scene: Scene): readonly Remark[] {
  const { source } = entry;
  const placeOf = (path: readonly PathStep[]) => createLocator(source).placeOf(path);
  switch (entry.kind) {
    case 'payload':
      return inOrder([
        ...say(scene, (show) => remarkOnLabel(entry, scene, show)),
        ...remarkOnPayload(entry.value, toPlacedText(source), { scene, company: scene.companyOf(undefined) }),
      ]);
    case 'capture':
      return inOrder(remarkOnCapture(entry, scene));
    case 'invalid_capture': {
      const { path, problem } = entry;
      return [{ ...WHOLE, ...placeOf(path), code: 'capture_invalid', path, message: problem }];
    }
    case 'torn': {
      const message = 'This capture was cut off while it was written, and is skipped.';
      return [{ ...WHOLE, ...placeOf([]), code: 'torn_capture', message }];
    }
    case 'not_json': {
      const { problem, ...place } = explainSyntaxError(source);
      const foreign = findForeignSyntax(source.piece.text);
      return [{ ...WHOLE, ...place, code: 'not_json', message: `This is not JSON: ${problem}${foreign}.` }];
    }
    case 'bad_byte': {
      const { byte, place } = entry.bad;
      const message = `Byte ${byte} is not UTF-8, in which JSON is always written.`;
      return [{ ...WHOLE, ...place, code: 'not_utf8', message }];
    }
  }
}

/** A body can put anything where the name of its event should be. It is cut last, where it is masked at the end. */
function toShownEvent(event: string | null, { showPii }: Scene): string | null {
  return event === null || showPii ? event : showName(event, showMasked);
}

/** Svix chooses the endpoints by the label, and their handlers what to do by the payload. */
function remarkOnLabel({ value, label }: PayloadEntry, scene: Scene, show: Show): readonly Remark[] {
  const kind = toEventKind(value);
  if (label === undefined || kind === null || toShortName(label.event) === toShortName(kind)) return [];
  const [actual, expected] = [quoteValue(label.event, show), quoteValue(kind, show)];
  const message = `The export says that this is ${actual}, but \`event_kind\` of its payload is ${expected}.`;
  const { source, path } = label;
  const event = toShownEvent(kind, scene);
  const place = createLocator(source).placeOf(path);
  return [{ ...place, code: 'export_event_mismatch', path, event, message, expected, actual }];
}

type PayloadEntry = Extract<Entry, { readonly kind: 'payload' }>;

function toShortName(kind: string): string {
  return kind.replace(/^footprint\./, '');
}

/** Says the same twice where it is shown unmasked: once as it is shown, and once as baselines know it. */
function say<Said extends Pick<Remark, 'message'>>(
  { showPii }: Scene,
  toRemarks: (show: Show) => readonly Said[],
): readonly (Said & Pick<Remark, 'maskedMessage'>)[] {
  const masked = toRemarks(showMasked);
  if (!showPii) return masked;
  return toRemarks(toShow(showPii)).map((remark, index) => {
    const { message = remark.message } = masked[index] ?? {};
    return message === remark.message ? remark : { ...remark, maskedMessage: message };
  });
}

function inOrder(remarks: readonly Remark[]): readonly Remark[] {
  return remarks.toSorted((one, other) => one.line - other.line || one.column - other.column);
}

interface Given {
  readonly scene: Scene;
  readonly company: Company;
}

function remarkOnPayload(value: unknown, placed: PlacedText, { scene, company }: Given): readonly Remark[] {
  const inspection = scene.inspect(value, showMasked);
  const event = toShownEvent(inspection.eventKind ?? null, scene);
  const findings = say(scene, (show) =>
    show === showMasked ? inspection.findings : scene.inspect(value, show).findings,
  );
  const said = [...findings, ...findInContext(value, { ...company, definition: inspection.definition })];
  return [
    ...said.map((remark) => ({ ...remark, ...placed.placeAt(placed.startOf(remark.path)), event })),
    ...say(scene, (show) => findInText(placed, scene.textRules, { event, show })),
  ];
}

const CONTEXT_CODES = ['superseded_revision', 'timestamp_in_future', 'timestamp_out_of_order'] as const;

function findInContext(value: unknown, context: PayloadContext): readonly CaptureRemark[] {
  if (!isPayloadObject(value)) return [];
  return CONTEXT_CODES.flatMap((code) =>
    CONTEXT_RULES[code].find(value, context).map((told) => ({ code, ...told })),
  );
}

/** From the line of a capture to its places. */
function placesInLine(source: Source): CapturePlaces {
  const isText = createLocator(source)
    .keysOf([])
    .some(({ key }) => key === 'bodyText');
  return { body: [isText ? 'bodyText' : 'bodyBase64'], headers: ['headers'], status: ['answer', 'status'] };
}

type CaptureEntry = Extract<Entry, { readonly kind: 'capture' }>;

function remarkOnCapture(entry: CaptureEntry, scene: Scene): readonly Remark[] {
  const { capture, source, places = placesInLine(source) } = entry;
  const { body } = capture.delivery;
  const text = findBodyText(body);
  const isLarge = isExcessive(body);
  const json = text === undefined || isLarge ? undefined : findJson(text);
  const event = toShownEvent(toEventKind(json?.value), scene);
  const { placeOf } = createLocator(source);
  const said = [
    ...remarkOnSignature(capture, places, scene),
    ...findInCapture('answer_not_2xx', capture, places),
    ...(isLarge ? [{ ...EXCESSIVE, path: places.body }] : []),
    ...(json === undefined && !isLarge ? [notJson(text, places.body)] : []),
  ];
  return [
    ...said.map((remark) => ({ ...remark, ...placeOf(remark.path), event })),
    ...say(scene, (show) =>
      findInText(toPlacedText(source), { ...scene.textRules, ...ONLY_KEYS }, { event, show }),
    ),
    ...(json === undefined
      ? []
      : remarkOnPayload(json.value, toPlacedBody(source, places.body, body), {
          scene,
          company: scene.companyOf(capture),
        })),
  ];
}

/** Of what is around the body only its keys matter: its numbers are our own, and its headers are the sender's. */
const ONLY_KEYS = { number_imprecise: false, personal_data: false, not_utf8: false };

function remarkOnSignature(
  capture: Capture,
  places: CapturePlaces,
  { levels, explainSignature }: Scene,
): readonly CaptureRemark[] {
  // Finding out why it does not hold takes long.
  const message = levels.signature_invalid === 'off' ? undefined : explainSignature(capture);
  return [
    ...(message === undefined ? [] : [{ code: 'signature_invalid', path: places.headers, message } as const]),
    ...(levels.signature_time === 'off' ? [] : findInCapture('signature_time', capture, places)),
  ];
}

function findInCapture(
  code: 'signature_time' | 'answer_not_2xx',
  capture: Capture,
  places: CapturePlaces,
): readonly CaptureRemark[] {
  return CAPTURE_RULES[code].find(capture, places).map((told) => ({ code, ...told }));
}

function notJson(text: string | undefined, path: readonly PathStep[]): CaptureRemark {
  const message =
    text === undefined ? 'The captured body is not UTF-8 text.' : 'The captured body is not JSON.';
  return { code: 'body_not_json', path, message };
}
