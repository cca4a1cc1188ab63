/**
 * Whether the text is the beginning of a JSON object whose end is missing, as opposed to one that is broken:
 * a bracket is still open at its end. Takes time in proportion to the text. Never throws.
 */
export function isCutOff(text: string): boolean {
  // Strings go, also one without an end, so that the brackets inside them do not count.
  const structure = text.replace(/"(?:[^"\\]+|\\.)*(?:"|\\?$)/gs, '');
  let depth = 0;
  for (const [bracket] of structure.matchAll(/[[\]{}]/g)) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1;
  }
  return depth > 0;
}
