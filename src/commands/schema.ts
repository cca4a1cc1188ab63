import { type Command, Option } from 'commander';
import type { Example } from '../core/contract/components.ts';
import { DRAFTS, type Draft } from '../core/contract/drafts.ts';
import { AppError } from '../core/error.ts';
import { EVENTS } from '../core/events/catalogue.ts';
import type { EventDefinition } from '../core/events/definition.ts';
import { quoteValue } from '../core/events/wording.ts';
import { toEventTest } from '../core/filter/event-glob.ts';
import { readExamples } from '../io/fixture-files.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { eventGlob } from './event-flags.ts';

const FORMATS = ['json-schema', 'typescript', 'openapi', 'asyncapi'] as const;

type Format = (typeof FORMATS)[number];
type Content = RecordOf<'contract'>['content'];

interface SchemaOptions {
  readonly format: Format;
  readonly draft?: Draft;
}

/** `fp-webhooks schema`: what Footprint sends, in the forms that other tools read. */
export const schema: CommandDefinition<SchemaOptions> = {
  drains: false,
  flags: addFlags,
  examples: [
    ['fp-webhooks schema > footprint.schema.json', 'one JSON Schema for all events'],
    [
      'fp-webhooks schema vault.updated --draft 7',
      'that of one event, for tools that read draft 7, as ajv-cli',
    ],
    ['fp-webhooks schema --format typescript > footprint-events.ts', 'types for your handler'],
    ["fp-webhooks schema 'user.*' --format openapi", 'the webhooks of some events as OpenAPI 3.1'],
  ],
  run: printSchema,
};

function addFlags(command: Command): Command {
  return command
    .argument('[event|glob...]', "such as vault.updated or 'user.*' (default: all events)")
    .addOption(new Option('--format <format>', 'what to print').choices(FORMATS).default('json-schema'))
    .addOption(new Option('--draft <draft>', 'the draft of JSON Schema (default: 2020-12)').choices(DRAFTS));
}

async function printSchema(
  names: readonly string[],
  { format, draft }: SchemaOptions,
  context: Context,
): Promise<Outcome> {
  if (draft !== undefined && format !== 'json-schema') {
    throw new AppError(
      'usage',
      `--draft is for JSON Schema, and --format is ${format}.`,
      'Leave out --draft, or say --format json-schema.',
    );
  }
  const events = chooseEvents(names);
  const content = await toContent(events, { format, draft: draft ?? '2020-12' }, context);
  context.report({ type: 'contract', format, events: events.map(({ kind }) => kind), content });
  return 'passed';
}

/** In the order of the catalogue. Throws AppError `unknown_event`. */
function chooseEvents(names: readonly string[]): readonly EventDefinition[] {
  const globs = names.map(toGlob);
  const none = globs.find((glob) => !EVENTS.some(({ kind }) => toEventTest([glob])(kind)));
  if (none !== undefined) {
    throw new AppError(
      'unknown_event',
      `No event fits ${none}.`,
      `The events are: ${EVENTS.map(({ name }) => name).join(', ')}.`,
    );
  }
  return EVENTS.filter(({ kind }) => toEventTest(globs)(kind));
}

/** `eventGlob` speaks to commander, which asks it for the values of flags only. */
function toGlob(name: string): string {
  try {
    return eventGlob(name);
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error)) throw error;
    throw new AppError('usage', `${quoteValue(name)} is no event.`, error.message);
  }
}

/** Loaded here because zod makes the JSON Schemas, and TypeScript does without. */
async function toContent(
  events: readonly EventDefinition[],
  { format, draft }: Required<SchemaOptions>,
  { packageRoot }: Context,
): Promise<Content> {
  const examples = (): readonly Example[] => readExamples(packageRoot);
  switch (format) {
    case 'json-schema':
      return (await import('../core/contract/json-schema.ts')).eventsJsonSchema(events, draft);
    case 'typescript':
      return (await import('../core/contract/typescript.ts')).toTypeScript(events);
    case 'openapi':
      return (await import('../core/contract/openapi.ts')).toOpenApi(events, examples());
    case 'asyncapi':
      return (await import('../core/contract/asyncapi.ts')).toAsyncApi(events, examples());
  }
}
