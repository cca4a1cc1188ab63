/**
 * Whether the text is the beginning of a JSON object whose end is missing, as opposed to one that is broken:
 * a string or a bracket is still open at its end. Never throws.
 */
export function isCutOff(text: string): boolean {
  // Whole strings first, so that the brackets inside them do not count; what is left of an open one is a lone quote.
  const structure = text.replace(/"(?:[^"\\]|\\.)*"/gs, '');
  if (structure.includes('"')) return true;
  let depth = 0;
  for (const [bracket] of structure.matchAll(/[[\]{}]/g)) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1;
  }
  return depth > 0;
}
