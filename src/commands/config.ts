import { AppError } from '../core/error.ts';
import { SETTINGS, toVariable } from '../core/settings/catalogue.ts';
import { toOriginText } from '../core/settings/settings.ts';
import type { RecordOf } from '../report/records.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { findNamedSettings, findSecretSetting } from './config/secret-settings.ts';
import { toShownValue } from './config/shown-value.ts';
import { findUnknownVariables } from './config/unknown-variables.ts';

type Setting = RecordOf<'setting'>;

/** `fp-webhooks config`: what holds, and where each value came from. Ends as a command would that refuses one. */
export const config: CommandDefinition<object> = {
  drains: false,
  readsSettings: 'all',
  flags: (command) => command,
  examples: [
    ['fp-webhooks config', 'every setting, and whether it is from the environment, the file or the default'],
    ['fp-webhooks config --profile live', 'the same with a profile of the file'],
    ['fp-webhooks config --json | jq -r "select(.key == \\"port\\").value"', 'one value, for scripts'],
  ],
  run: showSettings,
};

async function showSettings(args: readonly string[], _options: object, context: Context): Promise<Outcome> {
  if (args[0] !== undefined) {
    throw new AppError(
      'usage',
      `config takes no arguments, and "${args[0]}" is one.`,
      'It only shows settings: change them in fp-webhooks.config.json.',
    );
  }
  const { settings, report } = context;
  report(toProfile(context));
  const problems = await context.checkSettings();
  for (const setting of SETTINGS) {
    const problem = problems.get(setting.key)?.message;
    report({ ...toSetting(setting, context), ...(problem !== undefined && { problem }) });
  }
  const secret = findSecretSetting(context);
  report(secret);
  for (const named of findNamedSettings(context)) report(named);
  const { file = null, profile, profiles } = settings;
  report({
    type: 'summary',
    command: 'config',
    file,
    profile: profile?.name ?? null,
    profiles: [...profiles],
  });
  tellOddities(secret, context);
  // The end is that of the command which takes it.
  const [refusal] = problems.values();
  if (refusal !== undefined) throw refusal;
  const isMissing =
    secret.source !== 'default' && secret.secrets?.every(({ isUsable }) => !isUsable) === true;
  const isBroken = secret.secrets?.some(({ isSet, isUsable }) => isSet && !isUsable) === true;
  return isMissing || isBroken ? 'failed' : 'passed';
}

function toProfile({ settings: { profile } }: Context): Setting {
  const base = { type: 'setting', key: 'profile', variable: 'FP_WEBHOOKS_PROFILE' } as const;
  if (profile === undefined)
    return { ...base, value: null, meaning: 'none', source: 'default', origin: 'default' };
  const { name, origin } = profile;
  return { ...base, value: name, source: origin.source, origin: toOriginText(origin) };
}

function toSetting(
  { key, fallback, ...rest }: (typeof SETTINGS)[number],
  { settings, showPii }: Context,
): Setting {
  const held = settings.held.get(key);
  const variable = toVariable(key);
  if (held === undefined) {
    const meaning = 'unset' in rest ? { meaning: rest.unset } : {};
    return {
      type: 'setting',
      key,
      value: fallback,
      ...meaning,
      source: 'default',
      origin: 'default',
      variable,
    };
  }
  const origin = held.originOf();
  const value = toShownValue(key, held.value, showPii);
  return { type: 'setting', key, value, source: origin.source, origin: toOriginText(origin), variable };
}

/** What somebody who looks for a mistake in the settings should know. */
function tellOddities({ source, value }: Setting, { env, settings, report }: Context): void {
  const [named] = settings.secret ?? [];
  if (named !== undefined && (source === 'environment' || source === 'dotenv')) {
    const message = `${String(value)} is used, and not ${named.variable}, which ${toOriginText(named.origin)} names.`;
    report({ type: 'notice', code: 'secret_shadowed', message });
  }
  for (const { variable, hint } of findUnknownVariables(env)) {
    const message = `The environment variable ${variable} sets nothing.`;
    report({ type: 'notice', code: 'unknown_variable', message, hint });
  }
}
