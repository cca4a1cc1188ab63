import { quoteValue } from '../../events/wording.ts';
import { findNearest, toNameHint } from '../../settings/nearest.ts';
import { explainIssue } from './explain-issue.ts';
import { findPlaceholders, listTexts, TIME_VARIABLE } from './placeholders.ts';
import { readStep } from './read-step.ts';
import { ID_WORDS, isIdKind, type Scenario, type Variable } from './scenario.ts';
import type { ScenarioData } from './schema.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Reads a scenario: YAML 1.2, or JSON. Everything is checked that can be known from the file alone. What reads YAML is
 * loaded only now. Throws AppError `file_malformed`: one sentence about the first mistake, with file, line and column.
 */
export async function parseScenario(bytes: Uint8Array, file: string): Promise<Scenario> {
  const [{ readYaml }, { scenarioSchema }] = await Promise.all([
    import('./yaml-source.ts'),
    import('./schema.ts'),
  ]);
  const source = readYaml(bytes, file);
  const { error, data } = scenarioSchema.safeParse(source.value);
  if (data === undefined) {
    const [issue] = error.issues;
    if (issue === undefined) throw error;
    const invalid = explainIssue(issue, source.value);
    throw source.complain(invalid.path, invalid, invalid.isKey ? 'key' : undefined);
  }
  return toScenario(data, source);
}

function toScenario(data: ScenarioData, source: YamlSource): Scenario {
  const { complain } = source;
  const variables = readVariables(data, source);
  refuseUndefined(data, source);
  const names = nameSteps(data, source);
  const steps = data.steps.map((_, index) => readStep(index, { data, names, source }));
  const { name, description } = data;
  return { name, ...(description !== undefined && { description }), variables, steps, complain };
}

function readVariables({ variables = {} }: ScenarioData, { complain }: YamlSource): Scenario['variables'] {
  const entries = Object.entries(variables).map(([name, text]): [string, Variable] => {
    const path = ['variables', name];
    if (name === TIME_VARIABLE) {
      const problem = `${quoteValue(name)} is the time of each step, and no variable besides.`;
      throw complain(path, { problem, hint: 'Set the time of a step with set.' }, 'key');
    }
    if (isIdKind(text)) return [name, { kind: 'new_id', of: text }];
    const isMeant =
      text.startsWith('new ') && (findNearest(text, ID_WORDS) !== undefined || text.endsWith(' id'));
    if (isMeant) {
      const problem = `there is no ${quoteValue(text)}.`;
      throw complain(path, { problem, hint: toNameHint(text, ID_WORDS, 'ids that can be made') });
    }
    return [name, { kind: 'text', text }];
  });
  return new Map(entries);
}

/** Variables are known in the whole file, so that all that use them are looked through first. */
function refuseUndefined({ steps, variables = {} }: ScenarioData, { complain }: YamlSource): void {
  const known = [...Object.keys(variables), TIME_VARIABLE];
  for (const [index, { merge, set, payload }] of steps.entries()) {
    for (const { path, text } of listTexts({ merge, set, payload }, ['steps', index])) {
      const unknown = findPlaceholders(text).find((name) => !known.includes(name));
      if (unknown === undefined) continue;
      const problem = `there is no variable ${quoteValue(unknown)}.`;
      throw complain(path, { problem, hint: toNameHint(unknown, known, 'variables') });
    }
  }
}

function nameSteps({ steps }: ScenarioData, { complain }: YamlSource): readonly string[] {
  const names = steps.map(({ name }, index) => name ?? `step ${index + 1}`);
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === index) continue;
    // A name that is given may be that of one without.
    const at = steps[index]?.name === undefined ? first : index;
    const problem = `${quoteValue(name)} is the name of two steps.`;
    throw complain(['steps', at, 'name'], { problem, hint: 'Give each its own, or leave it out.' });
  }
  return names;
}
