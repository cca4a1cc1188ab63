import { AppError } from '../error.ts';
import { parseSecret } from '../signature/secret.ts';
import { type Suspicion, suspect } from './diagnosis.ts';

/**
 * What is wrong with the text of a secret, before any cryptography: undefined when nothing is. White space around it is
 * a mistake here, for the svix library refuses it. No part of the text is in the answer. Never throws.
 * @param name What to call the secret, for example the variable it is in.
 */
export function lintSecretText(text: string, name: string): Suspicion | undefined {
  try {
    const { warnings } = parseSecret(text, name);
    const [warning] = warnings;
    if (text !== text.trim())
      return toMalformed(toSpace(text, name), 'Remove the white space before and after it.');
    if (warning === undefined) return undefined;
    if (!warning.includes('`=`')) return suspect('secret_short', 'likely', warning);
    return toMalformed(warning, 'Copy it again whole, with every `=` at its end.');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return toMalformed(error.message, error.hint);
  }
}

function toSpace(text: string, name: string): string {
  const what = /[\r\n]/.test(text) ? 'a line break' : 'a space';
  const side = text === text.trimEnd() ? 'before' : 'after';
  return `The secret ${name} has ${what} ${side} it, which the svix library does not accept.`;
}

function toMalformed(evidence: string, fix: string | undefined): Suspicion {
  return suspect('secret_malformed', 'likely', evidence, fix === undefined ? {} : { fix });
}
