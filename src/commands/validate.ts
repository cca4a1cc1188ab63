import { splitDocument } from '../core/document/split.ts';
import { AppError } from '../core/error.ts';
import { toShownPath } from '../core/events/masking.ts';
import type { ExplainSignature } from '../core/validation/check.ts';
import { createRecordChecker } from '../core/validation/record-checker.ts';
import type { Levels } from '../core/validation/rules.ts';
import { expandInputs, readInput } from '../io/input-files.ts';
import type { RecordOf } from '../report/records.ts';
import { decodeNoCapture, loadCaptureDecoder } from './capture-decoder.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addRuleFlags, listRules, type RuleOptions, toLevelsOf } from './validate/rule-flags.ts';

type Finding = RecordOf<'finding'>;

interface Tally {
  payloads: number;
  errors: number;
  warnings: number;
}

/** `fp-webhooks validate`: checks payloads and captures, for CI. */
export const validate: CommandDefinition<RuleOptions> = {
  drains: false,
  readsSettings: 'secrets',
  flags: (command) =>
    addRuleFlags(
      command.argument('[file|folder|glob|-...]', 'JSON, arrays, NDJSON or captures; - for standard input'),
    ),
  examples: [
    ['fp-webhooks validate fixtures/', 'check every .json, .ndjson and .jsonl file below a folder'],
    ["fp-webhooks validate 'test/**/*.json' --json", 'one JSON record for each finding, for scripts'],
    ['fp-webhooks history export | fp-webhooks validate -', 'check what was received'],
    ['curl -s https://example.com/payload.json | fp-webhooks validate -', 'check standard input'],
  ],
  run: validateAll,
};

async function validateAll(
  inputs: readonly string[],
  options: RuleOptions,
  context: Context,
): Promise<Outcome> {
  if (options.listRules === true) {
    listRules(options, context);
    return 'passed';
  }
  if (inputs.length === 0) {
    throw new AppError(
      'usage',
      'Nothing to check was named.',
      'Name files, folders or globs, or - for standard input.',
    );
  }
  const files = expandInputs(inputs, context.cwd);
  const levels = toLevelsOf(options);
  const tally: Tally = { payloads: 0, errors: 0, warnings: 0 };
  for (const file of files) {
    const bytes = file === '-' ? await context.readStdin() : readInput(file, context.cwd);
    await checkFile(file, bytes, { tally, context, levels });
  }
  context.report({ type: 'summary', command: 'validate', files: files.length, ...tally });
  return tally.errors === 0 ? 'passed' : 'failed';
}

async function checkFile(
  file: string,
  bytes: Uint8Array,
  { tally, context, levels }: { tally: Tally; context: Context; levels: Levels },
): Promise<void> {
  const name = file === '-' ? '(standard input)' : file;
  const tell = (finding: Omit<Finding, 'type' | 'file'>) => {
    tally[finding.severity === 'error' ? 'errors' : 'warnings'] += 1;
    context.report({ type: 'finding', file: name, ...finding });
  };
  const decodeCapture = await loadCaptureDecoder(bytes);
  const explainSignature = await loadSignatureCheck(decodeCapture !== decodeNoCapture, context);
  const settings = { levels, nowMs: Date.now() };
  const checker = createRecordChecker(settings, { explainSignature, isCommitted: file !== '-' });
  const before = tally.payloads;
  for (const entry of splitDocument(bytes, file, decodeCapture)) {
    if (entry.kind !== 'torn' && entry.kind !== 'bad_byte') tally.payloads += 1;
    for (const { path, ...finding } of checker.check(entry)) tell({ ...finding, path: toShownPath(path) });
  }
  if (tally.payloads === before) tell(NOTHING);
}

/** Judging takes the secrets and the diagnosis, which a file without captures does not need. */
async function loadSignatureCheck(isNeeded: boolean, context: Context): Promise<ExplainSignature> {
  if (!isNeeded) return () => undefined;
  return (await import('./validate/signatures.ts')).createSignatureCheck(context);
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
