import type { Place } from '../core/document/locate.ts';
import { splitDocument } from '../core/document/split.ts';
import { AppError } from '../core/error.ts';
import { inspectPayload } from '../core/events/inspect.ts';
import { toShownPath } from '../core/events/masking.ts';
import { checkEntry, type UnplacedFinding } from '../core/validation/check.ts';
import { expandInputs, readInput } from '../io/input-files.ts';
import type { RecordOf } from '../report/records.ts';
import { loadCaptureDecoder } from './capture-decoder.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { decodeText } from './validate/decode-text.ts';

type Finding = RecordOf<'finding'>;

interface Tally {
  payloads: number;
  errors: number;
  warnings: number;
}

/** `fp-webhooks validate`: checks payloads and captures, for CI. */
export const validate: CommandDefinition<object> = {
  drains: false,
  flags: (command) =>
    command.argument('[file|folder|glob|-...]', 'JSON, arrays, NDJSON or captures; - for standard input'),
  examples: [
    ['fp-webhooks validate fixtures/', 'check every .json, .ndjson and .jsonl file below a folder'],
    ["fp-webhooks validate 'test/**/*.json' --json", 'one JSON record for each finding, for scripts'],
    ['fp-webhooks validate .fp-webhooks/captures.ndjson', 'check what was captured'],
    ['curl -s https://example.com/payload.json | fp-webhooks validate -', 'check standard input'],
  ],
  run: validateAll,
};

async function validateAll(inputs: readonly string[], _options: object, context: Context): Promise<Outcome> {
  if (inputs.length === 0) {
    throw new AppError(
      'usage',
      'Nothing to check was named.',
      'Name files, folders or globs, or - for standard input.',
    );
  }
  const files = expandInputs(inputs, context.cwd);
  const tally: Tally = { payloads: 0, errors: 0, warnings: 0 };
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : readInput(file, context.cwd);
    await checkFile(file, bytes, { tally, report: context.report });
  }
  context.report({ type: 'summary', command: 'validate', files: files.length, ...tally });
  return tally.errors === 0 ? 'passed' : 'failed';
}

async function checkFile(
  file: string,
  bytes: Uint8Array,
  { tally, report }: { tally: Tally; report: Context['report'] },
): Promise<void> {
  const name = file === '-' ? '(standard input)' : file;
  const tell = (finding: Omit<Finding, 'type' | 'file'>) => {
    tally[finding.severity === 'error' ? 'errors' : 'warnings'] += 1;
    report({ type: 'finding', file: name, ...finding });
  };
  const { text, fault } = decodeText(bytes);
  if (fault !== undefined) tell(fault);
  const decodeCapture = await loadCaptureDecoder(bytes);
  const before = tally.payloads;
  for (const entry of splitDocument(text, file, decodeCapture)) {
    if (entry.kind !== 'torn') tally.payloads += 1;
    const findings = checkEntry(entry, inspectPayload);
    if (findings.length > 0) for (const placed of await place(findings)) tell(placed);
  }
  if (tally.payloads === before && fault === undefined) tell(NOTHING);
}

async function place(
  findings: readonly UnplacedFinding[],
): Promise<readonly Omit<Finding, 'type' | 'file'>[]> {
  const { createLocator } = await import('../core/document/locate.ts');
  const first = findings[0];
  if (first === undefined) return [];
  const locator = createLocator(first.source);
  return findings.map((finding) => {
    if (finding.code !== 'not_json') return toPlaced(finding, locator.placeOf(finding.place));
    const { problem, ...where } = locator.syntaxError();
    return toPlaced({ ...finding, message: `This is not JSON: ${problem}.` }, where);
  });
}

function toPlaced(finding: UnplacedFinding, where: Place): Omit<Finding, 'type' | 'file'> {
  const { severity, code, message, path, event, expected, actual } = finding;
  return {
    severity,
    code,
    message,
    ...where,
    path: toShownPath(path),
    event,
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}

const NOTHING = {
  code: 'empty',
  severity: 'error',
  message: 'This holds no payload.',
  line: 1,
  column: 1,
  path: [],
  event: null,
} satisfies Omit<Finding, 'type' | 'file'>;
