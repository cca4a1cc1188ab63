import type { PathStep } from '../../json/places.ts';

/** A file that an example is about. */
export interface Example {
  /** The name of the file, whose ending may tell what it holds. */
  readonly file: string;
  readonly content: string | Uint8Array;
  /** What the page shows in place of a content that cannot be read or is long. */
  readonly shown?: string;
}

/** How much a finding weighs: an error fails the run, a warning does not unless it was asked for. */
export type Severity = 'error' | 'warning';

/** How much a rule's findings weigh; `off`: they are not looked for. */
export type Level = Severity | 'off';

/** One thing that a rule says of a record or of a token in it, before its code and its place in the file are known. */
export interface Told {
  readonly path: readonly PathStep[];
  /** One sentence or two, complete in itself, with outside values masked. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** A rule; its name is the code of its findings. `--list-rules`, `--explain`, the page and reports are made from it. */
export interface Rule {
  /** Its usual level. */
  readonly level: Level;
  /** One line, without a full stop. */
  readonly summary: string;
  /** When the finding is made, in whole sentences. */
  readonly meaning: string;
  /** Why it matters for who receives the webhooks. */
  readonly why: string;
  readonly mend: string;
  readonly wrong: Example;
  readonly right: Example;
  /** The flags with which the examples are checked. */
  readonly args?: readonly string[];
  /** Looks for it in what its family is given; absent where it is found by what reads the record. */
  readonly find?: (...given: never[]) => Told | readonly Told[] | undefined;
}

/** A small event in order. */
export const REVIEW = {
  event_kind: 'footprint.user.manual_review',
  fp_id: 'fp_id_test_7GxQ2mTzVb81LdKe0RwYk3',
  is_live: false,
  timestamp: '2025-05-05T18:40:46Z',
};

/** The commonest event, in order. */
export const COMPLETED = {
  event_kind: 'footprint.onboarding.completed',
  fp_id: 'fp_id_test_7GxQ2mTzVb81LdKe0RwYk3',
  is_live: false,
  onboarding_id: 'ob_4HqRtZ9sWc6NfXy2JmBv8a',
  playbook_key: 'pb_test_Zk3nQ8rTvLx5WdYb7CgMa1',
  requires_manual_review: false,
  status: 'pass',
  timestamp: '2025-05-05T18:40:46.240470542Z',
};

/** A bank link in order but for the fields in which its two shapes differ. */
export const LINK = {
  event_kind: 'footprint.user.bank_link_updated',
  fp_id: 'fp_id_test_7GxQ2mTzVb81LdKe0RwYk3',
  is_live: false,
  link_event_kind: 'link.state_changed',
  link_id: 'link_Rt7YqZ2mWc4A',
  timestamp: '2025-05-05T18:40:46Z',
};

/** The fields of shape B. */
export const SHAPE_B = {
  error_message: null,
  link_error: null,
  link_external_id: null,
  link_product_refresh: null,
  link_state: 'connected',
  user_external_id: null,
};

/** A payload as a file of its own. */
export function payload(value: unknown): Example {
  return { file: 'payload.json', content: JSON.stringify(value, null, 2) };
}

/** Values as lines of NDJSON. */
export function lines(file: string, values: readonly unknown[]): Example {
  return { file, content: values.map((value) => `${JSON.stringify(value)}\n`).join('') };
}

/** Any text as a file. */
export function text(content: string, file = 'payload.json'): Example {
  return { file, content };
}

/** A capture in order, with changes to it. */
export function captureOf(changes: object = {}): object {
  return {
    capture: 1,
    id: '01KQVPHEY4DE3B4WZZ6KYE37BB',
    receivedAt: '2025-05-05T18:40:47.000Z',
    method: 'POST',
    path: '/webhooks',
    headers: [
      ['svix-id', 'msg_2xKbZ0QJVu0rQ5VeCJxTyZu108x'],
      ['svix-timestamp', '1746470447'],
      ['svix-signature', 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='],
    ],
    bodyText: JSON.stringify(REVIEW),
    verdict: {
      kind: 'valid',
      ageSeconds: 0,
      headerFamily: 'svix',
      scheme: 'v1',
      keyIndex: 0,
      keyName: 'FOOTPRINT_SECRET',
      itemIndex: 0,
      itemCount: 1,
    },
    answer: { by: 'app', status: 204 },
    ...changes,
  };
}

/** A capture as a file of its own. */
export function capture(changes: object = {}): Example {
  return { file: 'capture.json', content: JSON.stringify(captureOf(changes), null, 2) };
}

/** An example as text, in place of what cannot be read or is long. Never throws. */
export function showExample({ content, shown }: Example): string {
  return (shown ?? String(content)).trimEnd();
}

/** A text of the page where there are no other pages to link to. Never throws. */
export function withoutLinks(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}
