import { SETTINGS, toVariable } from '../../core/settings/catalogue.ts';
import { findNearest } from '../../core/settings/nearest.ts';

const PREFIX = 'FP_WEBHOOKS_';
const KNOWN = [`${PREFIX}SECRET`, `${PREFIX}PROFILE`, ...SETTINGS.map(({ key }) => toVariable(key))];

/** A variable that looks like one of this tool and is none. */
export interface UnknownVariable {
  readonly variable: string;
  /** The nearest name, or all of them. */
  readonly hint: string;
}

/** The variables that begin as those of this tool do and set nothing, in their order. Never throws. */
export function findUnknownVariables(
  env: Readonly<Record<string, string | undefined>>,
): readonly UnknownVariable[] {
  return Object.keys(env)
    .filter(
      (name) => name.startsWith(PREFIX) && !name.startsWith('FP_WEBHOOKS_SECRET_') && !KNOWN.includes(name),
    )
    .sort()
    .map((variable) => ({ variable, hint: toHint(variable) }));
}

/** What all have in common would make all of them near. */
function toHint(variable: string): string {
  const rests = KNOWN.map((name) => name.slice(PREFIX.length));
  const near = findNearest(variable.slice(PREFIX.length), rests);
  return near === undefined ? `The variables are: ${KNOWN.join(', ')}.` : `Did you mean ${PREFIX}${near}?`;
}
