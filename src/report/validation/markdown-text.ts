import { toVisible } from '../text.ts';

/**
 * Outside text as Markdown that shows it and means nothing: no HTML, link, mention or cell of a table comes of it. Never throws.
 * Source: CommonMark 0.31.2, section 2.4; GitHub Flavored Markdown 0.29, sections 4.10 and 6.9.
 */
export function toMarkdown(text: string): string {
  return toVisible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replaceAll('@', NO_MENTION)
    .replace(/^(\s*)([-=:])/, '$1\\$2')
    .replace(/^(\s*\d+)\./, '$1\\.');
}

/** A name after it would be told that it was mentioned; a space of no width parts them. */
const NO_MENTION = '@&#8203;';

/** A sentence as Markdown, with code where it has code: between backticks. What is outside means nothing, as ever. Never throws. */
export function toMarkdownSentence(text: string): string {
  return text
    .split(/`([^`\s](?:[^`]*[^`\s])?)`/)
    .map((part, index) => (index % 2 === 0 ? toMarkdown(part) : toMarkdownCode(part)))
    .join('');
}

/** The same as code where its characters allow that in a table, else as text. Never throws. */
export function toMarkdownCode(text: string): string {
  return /[`|\\]/.test(text) || text.trim() === '' ? toMarkdown(text) : `\`${toVisible(text)}\``;
}

/** A link with Markdown for its text; only the text where there is no address. Never throws. */
export function toMarkdownLink(text: string, url: string | undefined): string {
  return url === undefined ? text : `[${text}](<${url.replace(/[<>\\|\s]/g, encodeURIComponent)}>)`;
}
