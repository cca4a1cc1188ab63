/**
 * Whether the text is the beginning of a JSON object whose end is missing, as opposed to one that is broken:
 * a string or a bracket is still open at its end. Takes time in proportion to the text. Never throws.
 */
export function isCutOff(text: string): boolean {
  // Strings go, so that the brackets inside them do not count; one without an end counts as an open bracket.
  const structure = text.replace(/"(?:[^"\\]+|\\.)*("|\\?$)/gs, (_, end) => (end === '"' ? '' : '['));
  let depth = 0;
  for (const [bracket] of structure.matchAll(/[[\]{}]/g)) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1;
  }
  return depth > 0;
}
