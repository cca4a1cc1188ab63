import { field, type Page, paragraph, row, type Style } from '../layout.ts';
import type { RecordOf } from '../records.ts';

type Setting = RecordOf<'setting'>;
type SecretState = NonNullable<Setting['secrets']>[number];

const KEY_WIDTH = 14;
const VALUE_WIDTH = 34;
const INDENT = KEY_WIDTH + 2;

/** One setting: its key, its value and where that came from; further items of a list below. */
export function renderSetting(record: Setting, page: Page): string {
  const isDefault = record.source === 'default';
  const [first = record.meaning ?? 'none', ...more] = toTexts(record.value);
  const style: Style = isDefault ? 'quiet' : 'plain';
  const head = row(
    [
      field(record.key, isDefault ? 'plain' : 'strong', KEY_WIDTH),
      field(first, style, VALUE_WIDTH),
      field(record.origin, 'quiet'),
    ],
    page,
    INDENT,
  );
  const items = more.map((item) => paragraph(item, page, { indent: INDENT })).join('');
  const isSeveral = (record.secrets?.length ?? 0) > 1;
  const states = record.secrets?.map((state) => renderState(state, isSeveral, page)).join('') ?? '';
  const problem =
    record.problem === undefined ? '' : paragraph(record.problem, page, { indent: INDENT, style: 'bad' });
  return head + items + problem + states;
}

function toTexts(value: Setting['value']): readonly string[] {
  if (value === null) return [];
  return typeof value === 'object' ? value : [String(value)];
}

function renderState({ name, isSet, kinds, isUsable, problem }: SecretState, isSeveral: boolean, page: Page) {
  const state = isSet ? kinds.map((kind) => KINDS[kind]).join(', ') || 'set, and cannot be used' : 'not set';
  const style = isUsable && problem === undefined ? 'good' : isSet ? 'bad' : 'warn';
  const line = isSeveral ? `${name}: ${state}` : state;
  const text = paragraph(line, page, { indent: INDENT, style });
  return problem === undefined ? text : text + paragraph(problem, page, { indent: INDENT });
}

const KINDS = {
  shared: 'set: a shared secret (whsec_)',
  public: 'set: a public key (whpk_)',
  private: 'set: a private key (whsk_)',
} as const;

/** Which file and profile it was read from. */
export function renderConfigSummary(
  { file, profile, profiles }: Extract<RecordOf<'summary'>, { command: 'config' }>,
  page: Page,
): string {
  const chosen = profile === null ? '' : ` with the profile ${profile}`;
  const others = profiles.length === 0 ? 'It has no profiles.' : `Its profiles: ${profiles.join(', ')}.`;
  const text =
    file === null
      ? 'There is no fp-webhooks.config.json in this folder.'
      : `Read from ${file}${chosen}. ${others}`;
  return `\n${paragraph(text, page, { indent: 0 })}`;
}
