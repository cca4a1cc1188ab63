import { AppError } from '../core/error.ts';
import { adviceTable, lookUpCalls } from '../core/events/advice.ts';
import { EVENTS } from '../core/events/catalogue.ts';
import type { EventDefinition } from '../core/events/definition.ts';
import { parseEventName } from '../core/events/event-name.ts';
import { readExample } from '../io/fixture-files.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';

interface EventsOptions {
  readonly schema?: boolean;
}

/** `fp-webhooks events`: what Footprint sends. */
export const events: CommandDefinition<EventsOptions> = {
  drains: false,
  flags: (command) =>
    command
      .argument('[show]', 'explain one event')
      .argument('[event]', 'its name, with or without the leading footprint.')
      .option('--schema', 'print JSON Schema (2020-12) instead'),
  examples: [
    ['fp-webhooks events', 'list the events'],
    ['fp-webhooks events show onboarding.completed', 'its fields, values, advice and example'],
    ['fp-webhooks events show vault.updated --schema', 'its JSON Schema'],
  ],
  run: showEvents,
};

async function showEvents(
  [action, name, ...rest]: readonly string[],
  { schema }: EventsOptions,
  context: Context,
): Promise<Outcome> {
  if (rest.length > 0 || (action !== undefined && action !== 'show')) {
    throw new AppError(
      'usage',
      `events does not know "${rest[0] ?? action}".`,
      `To explain an event: fp-webhooks events show ${action === 'show' ? 'EVENT' : action}`,
    );
  }
  if (action === 'show' && name === undefined)
    throw new AppError(
      'usage',
      'events show needs the name of an event.',
      'For example: fp-webhooks events show onboarding.completed',
    );
  const chosen = name === undefined ? EVENTS : [parseEventName(name)];
  for (const definition of chosen) {
    context.report(
      schema === true
        ? await toSchemaRecord(definition)
        : toEventRecord(definition, name === undefined ? undefined : context.packageRoot),
    );
  }
  return 'passed';
}

/** With the package's folder given, the example is read from it too. */
function toEventRecord(definition: EventDefinition, packageRoot: string | undefined): RecordOf<'event'> {
  const { kind, name, summary, deprecated, fields } = definition;
  const example = packageRoot === undefined ? undefined : readExample(packageRoot, name);
  return {
    type: 'event',
    event: kind,
    shortName: name,
    summary,
    ...(deprecated && { deprecated: { inFavourOf: [...deprecated.inFavourOf] } }),
    fields: fields.map(({ name: fieldName, summary: description, values }) => ({
      name: fieldName,
      description,
      ...(values && { values: [...values] }),
    })),
    advice: adviceTable(definition).map(({ when, sentence }) => ({ when, sentence })),
    calls: lookUpCalls(definition).map(({ curl }) => curl),
    ...(example && { example: Buffer.from(example).toString('utf8') }),
  };
}

async function toSchemaRecord(definition: EventDefinition): Promise<RecordOf<'schema'>> {
  const { eventJsonSchema } = await import('../core/events/json-schema.ts');
  return { type: 'schema', event: definition.kind, schema: eventJsonSchema(definition) };
}
