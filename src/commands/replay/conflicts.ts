/** A flag that cannot be used together with any of the others. Flags are named as options: `newId` is `--new-id`. */
export interface Conflict {
  readonly flag: string;
  /** Completes "--flag …, and --other cannot be used with it." */
  readonly why: string;
  readonly others: readonly string[];
  readonly hint: string;
}

/** Everything that has a say in what `--original` leaves as it is. */
const CHANGES = ['set', 'unset', 'merge', 'edit', 'allowInvalid', 'layout', 'fresh'];
const SECRETS = ['secret', 'secretFile'];
const IDENTITY = ['newId', 'id', 'timestamp'];

/** Which flags of `replay` cannot work together, and why. Those that depend on what is sent are looked at where that is known. */
export const CONFLICTS: readonly Conflict[] = [
  {
    flag: 'original',
    why: 'sends a capture exactly as it came, byte for byte and not signed again',
    others: [...CHANGES, ...IDENTITY, ...SECRETS, 'rotate', 'webhookHeaders', 'header', 'unsigned', 'tamper'],
    hint: 'Leave --original out: a capture keeps its id without it, too, and is signed again.',
  },
  {
    flag: 'unsigned',
    why: 'sends no id, no time and no signature',
    others: [...IDENTITY, ...SECRETS, 'rotate', 'webhookHeaders', 'tamper', 'duplicate'],
    hint: 'Use one of the two.',
  },
  {
    flag: 'newId',
    why: 'makes an id of its own for each message',
    others: ['id'],
    hint: 'Use one of the two.',
  },
  {
    flag: 'fresh',
    why: 'gives each message a new id and people that no other run has',
    others: ['newId', 'generate'],
    hint: 'Use one of the two.',
  },
];
