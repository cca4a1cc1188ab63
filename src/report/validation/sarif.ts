import type { Location, Log, LogicalLocation, Notification, ReportingDescriptor, Result } from 'sarif';
import { withoutLinks } from '../../core/validation/rules/rule.ts';
import { FINDING_CODES, type FindingCode, RULES } from '../../core/validation/rules/rules.ts';
import type { RunVerdict } from '../../core/validation/run/outcome.ts';
import type { FiledFinding, ValidationRun } from '../../core/validation/run/run.ts';
import { toSafeJson } from '../ndjson.ts';
import { toVisible } from '../text.ts';
import { isAbsolutePath, type ReportAbout, toDocsAddress, toUri } from './about.ts';
import { createFingerprints } from './results.ts';
import { toRest } from './totals.ts';

/** What GitHub shows of one run; it takes 25,000, more than are ever listed. Source: docs.github.com, "SARIF support for code scanning", 2026. */
const MOST_SHOWN_BY_GITHUB = 5_000;
const ROOT = '%SRCROOT%';
const ROOT_MEANING =
  'The root of the repository, or the folder in which fp-webhooks was run where no CI system says which that is.';

/** The exit status of each verdict, in words. */
const EXITS = {
  passed: { exitCode: 0, exitCodeDescription: 'clean' },
  failed: { exitCode: 1, exitCodeDescription: 'findings' },
  unreadable: { exitCode: 3, exitCodeDescription: 'not all could be read' },
} as const satisfies Record<RunVerdict, object>;

/**
 * SARIF 2.1.0 as GitHub's code scanning takes it. Never throws.
 * Source: SARIF 2.1.0, errata 01, 2023; docs.github.com, "SARIF support for code scanning", 2026.
 */
export function renderSarif(run: ValidationRun, about: ReportAbout): string {
  const { version, repository, verdict } = about;
  const fingerprintOf = createFingerprints();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'fp-webhooks',
            version,
            semanticVersion: version,
            ...(repository !== undefined && { informationUri: repository }),
            rules: toSarifRules(about),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            ...EXITS[verdict],
            toolExecutionNotifications: toNotifications(run),
          },
        ],
        originalUriBaseIds: { [ROOT]: { description: { text: ROOT_MEANING } } },
        columnKind: 'utf16CodeUnits',
        results: run.findings.map((finding) => toResult(finding, fingerprintOf(finding), about)),
      },
    ],
  };
  return `${toSafeJson(log, 2)}\n`;
}

/**
 * The fingerprint has a name of its own: under `primaryLocationLineHash`, which GitHub's upload makes from the line itself, it
 * would warn of each that differs. Source: github/codeql-action, src/fingerprints.ts, 2026.
 */
function toResult(finding: FiledFinding, fingerprint: string, about: ReportAbout): Result {
  const { code, severity, message, event, expected, actual } = finding;
  const texts = { event, expected, actual };
  const known = Object.entries(texts).filter(([, text]) => typeof text === 'string');
  return {
    ruleId: code,
    ruleIndex: FINDING_CODES.indexOf(code),
    level: severity,
    message: { text: toMessage(message) },
    locations: [toLocation(finding, about)],
    partialFingerprints: { 'fpWebhooks/v1': fingerprint },
    ...(known.length > 0 && {
      properties: Object.fromEntries(known.map(([key, text]) => [key, toVisible(String(text))])),
    }),
  };
}

/** What looks like a link would become one. Source: SARIF 2.1.0, section 3.11.6. */
function toMessage(text: string): string {
  return toVisible(text).replaceAll('](', '] (');
}

/**
 * GitHub wants an end; where a value ends is not known, so the region is its first character. It also wants a physical location
 * of everything, and so what is no file, such as a delivery of the history, has its name for an address and says what it is.
 */
function toLocation({ file, line, column, path }: FiledFinding, { pathOf }: ReportAbout): Location {
  const known = pathOf(file);
  const uri = toUri(known ?? file);
  const isBelowRoot = known !== undefined && !isAbsolutePath(known);
  const logical = toLogicalLocation(path);
  return {
    physicalLocation: {
      artifactLocation: {
        uri,
        ...(isBelowRoot && { uriBaseId: ROOT }),
        ...(known === undefined && { description: { text: `${toVisible(file)} is not a file.` } }),
      },
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
    ...(logical !== undefined && { logicalLocations: [logical] }),
  };
}

/** A place in JSON is told as a JSON Pointer. Source: SARIF 2.1.0, section 3.33.5; RFC 6901. */
function toLogicalLocation(path: readonly (string | number)[]): LogicalLocation | undefined {
  const last = path.at(-1);
  if (last === undefined) return undefined;
  const steps = path.map((step) => toVisible(String(step)));
  const pointer = steps.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return {
    name: steps.at(-1) ?? '',
    fullyQualifiedName: pointer,
    kind: typeof last === 'string' ? 'property' : 'value',
  };
}

function toNotifications(run: ValidationRun): Notification[] {
  const isTooMuch = run.findings.length > MOST_SHOWN_BY_GITHUB;
  const limit = `GitHub shows ${MOST_SHOWN_BY_GITHUB} results of a run, errors first, and this has ${run.findings.length}.`;
  return [...toRest(run), ...(isTooMuch ? [limit] : [])].map((text) => ({
    level: 'note',
    message: { text },
  }));
}

/** Every rule with its usual level, also where it found nothing: GitHub compares runs by their rules. */
function toSarifRules(about: ReportAbout): ReportingDescriptor[] {
  return FINDING_CODES.map((code) => toDescriptor(code, about));
}

function toDescriptor(code: FindingCode, about: ReportAbout): ReportingDescriptor {
  const link = toDocsAddress(code, about);
  const { level, summary, why, mend, meaning } = RULES[code];
  const more = about.repository === undefined ? `\`${link}\`` : `[More about \`${code}\`](${link}).`;
  return {
    id: code,
    shortDescription: { text: `${summary}.` },
    // GitHub shows it above the help.
    fullDescription: { text: withoutLinks(meaning) },
    help: {
      text: `Why it matters: ${why}\n\nWhat to do: ${mend}\n\nSee ${link}`,
      markdown: `- **Why it matters:** ${why}\n- **What to do:** ${mend}\n\n${more}`,
    },
    // A relative address would be none here. Source: SARIF 2.1.0, section 3.49.12.
    ...(about.repository !== undefined && { helpUri: link }),
    defaultConfiguration: level === 'off' ? { enabled: false, level: 'warning' } : { level },
  };
}
