import type { YAMLError } from 'yaml';
import { quoteValue, shorten } from '../../events/wording.ts';
import type { Problem } from '../../settings/config.ts';

const LONGEST_WORDS = 120;
const YAML = 'Two spaces indent, a space follows each colon and dash; JSON is YAML, too.';

/** Why a text is no YAML that can be used, with what to do about it. Never throws. */
export function explainYamlError({ code, message, pos }: YAMLError, text: string): Problem {
  const [start] = pos;
  switch (code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\n:]{1,80}/.exec(text.slice(start))?.[0] ?? '';
      const name = quoteValue(key.trim().replace(/^(["'])(.*)\1$/, '$2'));
      return { problem: `${name} stands here a second time.`, hint: 'Keep one of them.' };
    }
    case 'TAB_AS_INDENT':
      return { problem: 'a tab cannot indent in YAML.', hint: 'Use spaces.' };
    case 'MULTIPLE_DOCS':
      return { problem: 'a second document begins here.', hint: 'One file holds one scenario.' };
    case 'TAG_RESOLVE_FAILED':
      return { problem: 'this tag has no meaning here.', hint: 'Leave out what begins with !.' };
    default: {
      const words = shorten(message.split('\n')[0] ?? '', LONGEST_WORDS).replace(/\.$/, '');
      const isPlaceholder = isInFlow(text, start);
      const problem = `this is not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`;
      return { problem, hint: isPlaceholder ? QUOTE : YAML };
    }
  }
}

const QUOTE = `Between { and } or [ and ] a value such as \${fp_id} has to stand in quotes: "\${fp_id}".`;

/** Whether the line has a placeholder between brackets: its brace ends the text before it. */
function isInFlow(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  return /[[{,].*[^"']\$\{/.test(line);
}
