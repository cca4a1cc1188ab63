import type { CommandDefinition } from '../commands/command.ts';

/** A command as `--help` knows it; the rest is loaded when it is run. */
export interface CommandEntry {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  // biome-ignore lint/suspicious/noExplicitAny: the options of a command are known to itself and to its flags alone.
  readonly load: () => Promise<CommandDefinition<any> | CommandGroup>;
}

/** Commands below a command, such as `history list`. */
export interface CommandGroup {
  readonly commands: readonly CommandEntry[];
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'listen',
    usage: '[options]',
    summary: 'Receive webhooks locally: verify, show, keep and forward them',
    load: async () => (await import('../commands/listen.ts')).listen,
  },
  {
    name: 'replay',
    usage: '[options] [event|fixture|file|id…]',
    summary: 'Send fixtures and captures, validly signed, to a URL',
    load: async () => (await import('../commands/replay.ts')).replay,
  },
  {
    name: 'validate',
    usage: '[options] <file|folder|glob|->…',
    summary: 'Check captured payloads against the event schemas',
    load: async () => (await import('../commands/validate.ts')).validate,
  },
  {
    name: 'verify',
    usage: '[options] [body|capture|request|id]',
    summary: 'Judge one delivery and find out why its signature fails',
    load: async () => (await import('../commands/verify.ts')).verify,
  },
  {
    name: 'history',
    usage: '<command> [options]',
    summary: 'See, search, export and import what was received',
    load: async () => (await import('../commands/history.ts')).history,
  },
  {
    name: 'sign',
    usage: '[options] [body]',
    summary: 'Print the signature headers for a body, or a curl command',
    load: async () => (await import('../commands/sign.ts')).sign,
  },
  {
    name: 'fixtures',
    usage: '<command> [options]',
    summary: 'List the payloads that come with it, or write one of your own',
    load: async () => (await import('../commands/fixtures.ts')).fixtures,
  },
  {
    name: 'events',
    usage: '[options] [show <event>]',
    summary: 'List the events that Footprint sends, or explain one',
    load: async () => (await import('../commands/events.ts')).events,
  },
  {
    name: 'schema',
    usage: '[options] [event|glob…]',
    summary: 'Print the events as JSON Schema, TypeScript, OpenAPI or AsyncAPI',
    load: async () => (await import('../commands/schema.ts')).schema,
  },
  {
    name: 'config',
    usage: '[options]',
    summary: 'Show the settings that hold and where each came from',
    load: async () => (await import('../commands/config.ts')).config,
  },
];
