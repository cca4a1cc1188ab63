/** What is wrong with the text of a secret: `problem` follows "The secret NAME …", `hint` says how to mend it. */
export interface SecretMistake {
  readonly problem: string;
  readonly hint: string;
}

const COPY_AGAIN =
  'Copy it again from the endpoint in the Footprint dashboard: it looks like whsec_ and then base64.';

// The first shape that fits is the one to tell. Only refused text gets here, so a loose shape cannot refuse a good secret.
const MISTAKES: readonly (SecretMistake & { readonly shape: RegExp })[] = [
  { shape: /^$/, problem: 'is empty', hint: COPY_AGAIN },
  {
    shape: /^["'`\u2018-\u201f]|["'`\u2018-\u201f]$/,
    problem: 'has quotes around it',
    hint: 'Remove the quotes: the secret begins with whsec_.',
  },
  {
    shape: /^v\d+[a-z]?,wh/i,
    problem: 'begins with a version such as `v1,`',
    hint: 'Remove everything before whsec_.',
  },
  {
    shape: /^v\d+[a-z]?,/i,
    problem: 'is a signature, not a secret: it begins with a version such as `v1,`',
    hint: COPY_AGAIN,
  },
  {
    shape: /^(?:test)?[prs]k_/i,
    problem: 'is an API key, not the signing secret of an endpoint',
    hint: COPY_AGAIN,
  },
  {
    shape: /^(?:wh(?:sec|pk|sk)_?){2}/i,
    problem: 'has its prefix twice',
    hint: 'Keep one whsec_ and remove the other.',
  },
  {
    shape: /^(?!wh(?:sec|pk|sk)_)[Ww][Hh](?:[Ss][Ee][Cc]|[PpSs][Kk])_/,
    problem: 'has its prefix in upper case',
    hint: 'Write the prefix in lower case: whsec_.',
  },
  {
    shape: /^wh(?:sec|pk|sk)(?:[^_]|$)/i,
    problem: 'has a misspelt prefix',
    hint: 'The prefix is whsec_, whpk_ or whsk_, with an underscore.',
  },
  {
    shape: /.wh(?:sec|pk|sk)_/i,
    problem: 'has other text before its prefix',
    hint: 'Remove everything before whsec_.',
  },
  {
    shape: /^(?:wh(?:sec|pk|sk)_)?(?:x*|.*(?:\.{3}|…|[<>*•{}$%]|your|secret|example|change).*)$/i,
    problem: 'is a placeholder or a variable that was not filled in',
    hint: COPY_AGAIN,
  },
  {
    shape: /\s/,
    problem: 'has a space or a line break inside',
    hint: 'Copy it again in one piece.',
  },
  {
    shape: /^(?:wh(?:sec|pk|sk)_|(?!wh(?:sec|pk|sk)_))[\w-]*[-_][\w-]*=*$/,
    problem: 'is URL-safe base64, with `-` or `_`',
    hint: 'Use standard base64: `+` in place of `-`, `/` in place of `_`, and `=` at the end where needed.',
  },
  {
    shape: /[^\w+/=]/,
    problem: 'has a character that base64 does not have',
    hint: COPY_AGAIN,
  },
];

const INCOMPLETE: SecretMistake = {
  problem: 'is not complete base64: a character is missing, too many or changed',
  hint: 'Copy it again whole, with every `=` at its end.',
};

/**
 * Names the mistake in the text of a secret that could not be read. No part of the text is in the answer.
 * Never throws.
 */
export function explainSecret(text: string): SecretMistake {
  return MISTAKES.find(({ shape }) => shape.test(text)) ?? INCOMPLETE;
}
