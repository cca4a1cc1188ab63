/** How a setting is written in the file. A `size` is a text such as `1mb` or a number of bytes. */
export type SettingKind = 'text' | 'number' | 'size' | 'list' | 'switch';

/** A value as it is configured, before the flag's own reading of it. */
export type SettingValue = string | number | boolean | readonly string[];

/** One key of the configuration: the name of a flag in camelCase, or that of a `--no-` flag without the `no`. */
export interface SettingDefinition {
  readonly key: string;
  readonly kind: SettingKind;
  readonly summary: string;
  /** What it must be, in words that follow "must be". */
  readonly form: string;
  /** The commands that take it: other commands may have a flag of the same name that means another thing. */
  readonly commands: readonly string[] | 'all';
  /** What holds when it is set nowhere; null when that is no fixed value. */
  readonly fallback: SettingValue | null;
  /** What a fallback of null means, in words. */
  readonly unset?: string;
  readonly choices?: readonly string[];
  readonly range?: readonly [least: number, most: number];
  /** What stands between the items of a list in an environment variable: white space unless items may hold it. */
  readonly separator?: 'line';
  /** What is typed comes behind what is configured, and not in its place: of two items for the same thing the last counts. */
  readonly isAddedTo?: true;
}

const ITEMS = 'a string or a list of strings';
const SWITCH = 'true or false';

/** Every key but those of secrets, in the order of `fp-webhooks config`. */
export const SETTINGS = [
  {
    key: 'port',
    kind: 'number',
    summary: 'Port to listen on; 0 picks a free one.',
    form: 'a whole number from 0 to 65535',
    commands: ['listen'],
    fallback: 4400,
    range: [0, 65_535],
  },
  {
    key: 'host',
    kind: 'text',
    summary: 'Address to listen on.',
    form: 'a string such as "127.0.0.1"',
    commands: ['listen'],
    fallback: '127.0.0.1',
  },
  {
    key: 'path',
    kind: 'text',
    summary: 'The only path to take deliveries on.',
    form: 'a string such as "/webhooks"',
    commands: ['listen'],
    fallback: null,
    unset: 'any',
  },
  {
    key: 'forward',
    kind: 'list',
    summary: 'Where verified deliveries are passed on to: URL, or EVENTGLOB=URL for some events.',
    form: ITEMS,
    commands: ['listen'],
    fallback: null,
    unset: 'none',
  },
  {
    key: 'header',
    kind: 'list',
    summary: 'Headers to add to what is passed on, each as "Name: value".',
    form: ITEMS,
    commands: ['listen'],
    fallback: null,
    unset: 'none',
    separator: 'line',
  },
  {
    key: 'concurrency',
    kind: 'number',
    summary: 'Most requests at once to each URL.',
    form: 'a whole number from 1 to 1000',
    commands: ['listen'],
    fallback: 10,
    range: [1, 1_000],
  },
  {
    key: 'ack',
    kind: 'text',
    summary: 'What the sender is answered: 200 always, 200 if verified, or what the app says.',
    form: '"always", "verified" or "app"',
    commands: ['listen'],
    fallback: null,
    unset: 'app when forwarding, else verified',
    choices: ['always', 'verified', 'app'],
  },
  {
    key: 'event',
    kind: 'list',
    summary: 'Globs of the events that are shown and passed on.',
    form: ITEMS,
    commands: ['listen'],
    fallback: null,
    unset: 'all',
  },
  {
    key: 'where',
    kind: 'list',
    summary: 'Conditions on what is shown and passed on, such as status=fail.',
    form: ITEMS,
    commands: ['listen'],
    fallback: null,
    unset: 'none',
    separator: 'line',
  },
  {
    key: 'history',
    kind: 'text',
    summary: 'File of the history, from the folder of the configuration.',
    form: 'a string: the path of a file',
    commands: 'all',
    fallback: null,
    unset: '.fp-webhooks/history.db',
  },
  {
    key: 'save',
    kind: 'switch',
    summary: 'Whether deliveries are kept; false is --no-save.',
    form: SWITCH,
    commands: ['listen'],
    fallback: true,
  },
  {
    key: 'maxBody',
    kind: 'size',
    summary: 'Largest body that is taken, such as "1mb", or in bytes.',
    form: 'a size such as "1mb", or a whole number of bytes',
    commands: ['listen'],
    fallback: '1mb',
  },
  {
    key: 'insecure',
    kind: 'switch',
    summary: 'Accept any certificate of an app on this machine.',
    form: SWITCH,
    commands: ['listen', 'replay'],
    fallback: false,
  },
  {
    key: 'allowRemote',
    kind: 'switch',
    summary: 'Let the host of listen, or the target of replay, be another machine.',
    form: SWITCH,
    commands: ['listen', 'replay'],
    fallback: false,
  },
  {
    key: 'rule',
    kind: 'list',
    summary: 'Levels of rules of validate, each as "code=error", "code=warning" or "code=off".',
    form: ITEMS,
    commands: ['validate'],
    fallback: null,
    unset: 'as usual',
    isAddedTo: true,
  },
  {
    key: 'strict',
    kind: 'switch',
    summary: 'Whether warnings of validate fail as errors do.',
    form: SWITCH,
    commands: ['validate'],
    fallback: false,
  },
  {
    key: 'maxWarnings',
    kind: 'number',
    summary: 'How many warnings validate bears before it fails.',
    form: 'a whole number from 0 to 1000000000',
    commands: ['validate'],
    fallback: null,
    unset: 'any number',
    range: [0, 1_000_000_000],
  },
  {
    key: 'baseline',
    kind: 'text',
    summary: 'File of the findings that validate accepts, from the folder of the configuration.',
    form: 'a string: the path of a file',
    commands: ['validate'],
    fallback: null,
    unset: 'none',
  },
  {
    key: 'require',
    kind: 'list',
    summary: 'Events that the inputs of validate must hold: names and globs, all, or values.',
    form: ITEMS,
    commands: ['validate'],
    fallback: null,
    unset: 'none',
  },
  {
    key: 'report',
    kind: 'list',
    summary: 'Reports that validate writes, each as FORMAT or FORMAT=FILE.',
    form: ITEMS,
    commands: ['validate'],
    fallback: null,
    unset: 'text, or github on GitHub',
    separator: 'line',
  },
  {
    key: 'to',
    kind: 'text',
    summary: 'Where replay sends to.',
    form: 'a URL such as "http://localhost:3000/webhooks"',
    commands: ['replay'],
    fallback: 'http://127.0.0.1:4400/',
  },
] as const satisfies readonly SettingDefinition[];

/** The key of a setting. */
export type SettingKey = (typeof SETTINGS)[number]['key'];

/** The setting of this key, or undefined for a flag that cannot be configured. Never throws. */
export function findSetting(key: string): (SettingDefinition & { readonly key: SettingKey }) | undefined {
  return SETTINGS.find((setting) => setting.key === key);
}

/** The environment variable of a key: `maxBody` is `FP_WEBHOOKS_MAX_BODY`. Never throws. */
export function toVariable(key: string): string {
  return `FP_WEBHOOKS_${key.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
}
