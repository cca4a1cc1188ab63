/** Says what to show in place of a value with a name, or undefined to leave it. */
export type Replace = (name: string, value: string) => string | undefined;

/** Lengths of names are bounded so that a megabyte of any text is read in one go. */
const IN_JSON = /"([\w.-]{1,64})"(\s*:\s*)(?:"([^"\\]*(?:\\.[^"\\]*)*)"?|(-?\d[\d.eE+-]*))/gs;
/** The same where JSON stands as text within JSON. */
const IN_QUOTED_JSON =
  /\\"([\w.-]{1,64})\\"(\s*:\s*)(?:\\"([^"\\]*(?:\\[^"][^"\\]*)*)(?:\\")?|(-?\d[\d.eE+-]*))/gs;
const IN_QUERY = /(?<![\w.-])([\w.-]{1,64})(=)([^\s&;#"'<>\\]+)/g;

/** Replaces values as they stand in JSON, also in JSON quoted within JSON. Never throws. */
export function replaceInJson(text: string, replace: Replace): string {
  if (!text.includes('"')) return text;
  const inQuotes =
    (quote: string) =>
    (all: string, name: string, colon: string, quoted = '', number = '') => {
      const shown = replace(name, quoted || number);
      if (shown === undefined || all.endsWith(':') || quoted + number === '') return all;
      return `${quote}${name}${quote}${colon}${quote}${shown}${quote}`;
    };
  return text.replace(IN_JSON, inQuotes('"')).replace(IN_QUOTED_JSON, inQuotes('\\"'));
}

/** Replaces values as they stand in a query or a form: `name=value`. Never throws. */
export function replaceInQuery(text: string, replace: Replace): string {
  if (!text.includes('=')) return text;
  return text.replace(IN_QUERY, (all, name: string, equals: string, value: string) => {
    const shown = replace(name, value);
    return shown === undefined ? all : `${name}${equals}${shown}`;
  });
}
