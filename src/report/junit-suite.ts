import XMLBuilder from 'fast-xml-builder';
import { toVisible } from './text.ts';

/** Test cases of one kind. */
export interface JunitSuite {
  /** The command, for example `listen`. */
  readonly command: string;
  readonly seconds: number;
  readonly cases: readonly JunitCase[];
}

/** One test case; it passed when it has no failure and is not skipped. Texts may come from outside. */
export interface JunitCase {
  /** What of the command it is about. */
  readonly subject: string;
  readonly name: string;
  readonly seconds: number;
  /** The path of the file that it is about. */
  readonly file?: string;
  /** Why nothing can be said. */
  readonly skipped?: string;
  /** What there is to say though it passed, a line each. */
  readonly output?: readonly string[];
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    /** What there is to say besides, a line each. */
    readonly details: readonly string[];
  };
}

/**
 * JUnit's XML, which CI systems show. Visible text is what XML 1.0 (section 2.2) can hold. Never throws.
 * Source: the format that Jenkins and GitLab read (testmoapp/junitxml, 2026).
 */
export function renderJunit({ command, seconds, cases }: JunitSuite): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const time = seconds.toFixed(3);
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = {
    '@_tests': cases.length,
    '@_failures': failures,
    '@_errors': 0,
    ...(skipped > 0 && { '@_skipped': skipped }),
    '@_time': time,
  };
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true });
  const testcase = cases.map((each) => toElement(each, command));
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: {
      '@_name': 'fp-webhooks',
      ...counts,
      testsuite: { '@_name': `fp-webhooks ${command}`, ...counts, testcase },
    },
  });
}

function toElement(each: JunitCase, command: string): object {
  const { subject, name, seconds, file, skipped, output, failure } = each;
  const head = {
    '@_classname': toVisible(`${command}.${subject}`),
    '@_name': toVisible(name),
    '@_time': seconds.toFixed(3),
    ...(file !== undefined && { '@_file': toVisible(file) }),
  };
  if (skipped !== undefined) return { ...head, skipped: { '@_message': toVisible(skipped) } };
  if (failure === undefined)
    return output === undefined ? head : { ...head, 'system-out': output.map(toVisible).join('\n') };
  const message = toVisible(failure.message);
  const text = [message, ...failure.details.map(toVisible)].join('\n');
  return { ...head, failure: { '@_message': message, '@_type': failure.code, '#text': text } };
}
