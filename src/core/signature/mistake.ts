/** What is wrong with the text of a secret: `problem` follows "The secret NAME …", `hint` says how to fix it. */
export interface SecretMistake {
  readonly problem: string;
  readonly hint: string;
}

const COPY_AGAIN =
  'Copy it again from the endpoint in the Footprint dashboard: it looks like whsec_ and then base64.';
const GIVE_VALUE =
  'Give the value itself: it begins with whsec_. A shell fills in names in double quotes, not in single ones.';

type Mistake = readonly [shape: RegExp, problem: string, hint?: string];

// The first shape that fits is the one to tell. Only refused text gets here, so a loose shape cannot refuse a good secret.
const MISTAKES: readonly Mistake[] = [
  [/^$/, 'is empty'],
  [
    /^["'`\u2018-\u201f]|["'`\u2018-\u201f]$/,
    'has quotes around it',
    'Remove the quotes: the secret begins with whsec_.',
  ],
  [/^v\d+[a-z]?,wh/i, 'begins with a version such as `v1,`', 'Remove everything before whsec_.'],
  [/^v\d+[a-z]?,/i, 'is a signature, not a secret: it begins with a version such as `v1,`'],
  [
    /^(?:(?:test|live)?[prs]k|api_?key|token|bearer|auth)[-_ ]/i,
    'is an API key, not the signing secret of an endpoint',
  ],
  [/^ep_/i, 'is the id of an endpoint, not its secret'],
  [/^app_/i, 'is the id of an application in Svix, not a secret'],
  [/^(?:msg|atmpt|evtsub|evt)_/i, 'is the id of a message, an attempt or an event, not a secret'],
  [/^(?:fp_b?id|ob|pb|org|link|bank_link|src|intg|poll|strm|sink)_/i, 'is an id, not a secret'],
  [/^(?:https?|wss?|ftp):\/\//i, 'is a URL, not a secret'],
  [/^-----BEGIN |^ssh-/, 'is a key in PEM or SSH form, not the signing secret of an endpoint'],
  [/^eyJ[\w-]*\.|^\{["\s]|^\[["{]/, 'is a token or JSON, not a secret'],
  [
    /^(?:op|vault|ssm|arn|ref|env|file|base64|hex|encrypted|gcp|aws|secretref):|^@Microsoft\.|^projects\/|^ENC\[/i,
    'is a reference to a secret in another place, or is encoded once more',
    'Give the secret itself, or start the command with the tool that resolves the reference.',
  ],
  [
    /^(?:[\w.]+\.env\b|os\.|ENV\[|System\.|Deno\.|Bun\.|getenv|env\(|config\()|^\$(?:env:)?[A-Za-z_]\w*$|^\$[{(].*[})]$|^%\w+%$|^\{\{.*\}\}$/i,
    'is the name of a variable, not its value',
    GIVE_VALUE,
  ],
  [
    /^(?!WH(?:SEC|PK|SK)_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
    'is the name of a variable, not its value',
    GIVE_VALUE,
  ],
  [
    /^(?:undefined|null|nil|none|nan|true|false|\[object \w+\])$/i,
    'is the word that a program writes for a value that is not there',
  ],
  [/^(?:wh(?:sec|pk|sk)_?){2}/i, 'has its prefix twice', 'Keep one whsec_ and remove the other.'],
  [
    /^(?!wh(?:sec|pk|sk)_)[Ww][Hh](?:[Ss][Ee][Cc]|[PpSs][Kk])_/,
    'has its prefix in upper case',
    'Write the prefix in lower case: whsec_.',
  ],
  [
    /^wh(?:sec|pk|sk)(?:[^_]|$)/i,
    'has a misspelt prefix',
    'The prefix is whsec_, whpk_ or whsk_, with an underscore.',
  ],
  [/.wh(?:sec|pk|sk)_/i, 'has other text before its prefix', 'Remove everything before whsec_.'],
  [
    /^(?:wh(?:sec|pk|sk)_)?(?:x*|.*(?:\.{3}|…|[<>*•{}$%]|your|secret|example|change).*)$/i,
    'is a placeholder or a variable that was not filled in',
  ],
  [/\s/, 'has a space or a line break inside', 'Copy it again in one piece.'],
  [
    /^(?:wh(?:sec|pk|sk)_|(?!wh(?:sec|pk|sk)_))[\w-]*[-_][\w-]*=*$/,
    'is URL-safe base64, with `-` or `_`',
    'Use standard base64: `+` instead of `-`, `/` instead of `_`, and `=` at the end where needed.',
  ],
  [/[^\w+/=]/, 'has a character that base64 does not have'],
];

const INCOMPLETE = 'is not complete base64: a character is missing, too many or changed';

/**
 * Names the mistake in the text of a secret that could not be read. No part of the text is in the answer.
 * Never throws.
 */
export function explainSecret(text: string): SecretMistake {
  const [, problem, hint = COPY_AGAIN] = MISTAKES.find(([shape]) => shape.test(text)) ?? [
    undefined,
    INCOMPLETE,
    'Copy it again whole, with every `=` at its end.',
  ];
  return { problem, hint };
}
