/** The value that a text is, boxed because it can be anything, or undefined when the text is not JSON. Never throws. */
export function findJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
