import { findStringEnd, unquote } from './string-end.ts';
import { skipSpace } from './tokens.ts';

/** A string that is a value in a JSON text: where it stands, with its quotes, what it says, and under which key it stands directly. */
export interface PlacedString {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly key: string | undefined;
}

/** All strings of a JSON text that are no keys, in their order. The text has to be JSON. Takes no stack, however deep it is. Never throws. */
export function* readStrings(text: string): Generator<PlacedString> {
  let key: { readonly name: string; readonly valueStart: number } | undefined;
  for (let start = text.indexOf('"'); start !== -1; ) {
    const end = findStringEnd(text, start);
    const value = unquote(text.slice(start, end));
    const next = skipSpace(text, end);
    if (text.charAt(next) === ':') key = { name: value, valueStart: skipSpace(text, next + 1) };
    else yield { start, end, value, key: key?.valueStart === start ? key.name : undefined };
    start = text.indexOf('"', end);
  }
}
