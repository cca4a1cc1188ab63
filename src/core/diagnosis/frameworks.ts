import type { Topic } from './catalogue/fault.ts';
import { LANGUAGES } from './frameworks/languages.ts';
import { NODE } from './frameworks/node.ts';

/** What to do in one framework. Markdown, one or two sentences. */
export interface FrameworkAdvice {
  readonly name: string;
  readonly raw_body: string;
  /** The largest body it takes unless told otherwise, and how to raise that. */
  readonly body_limit: string;
  /** How to read the three headers. */
  readonly headers: string;
  /** Where bodies can come in base64. */
  readonly base64?: string;
  /** How to let a webhook through protection against forged forms, where there is one. */
  readonly csrf?: string;
}

const ADVICE = { ...NODE, ...LANGUAGES };

/** A framework with advice of its own. Published in `--json`; never renamed. */
export type Framework = keyof typeof ADVICE;

/** The advice for every framework, in the order of the reference page. */
export const FRAMEWORKS: Readonly<Record<Framework, FrameworkAdvice>> = ADVICE;

/** What to do about a topic in one framework, or undefined when it needs nothing of its own. Never throws. */
export function findAdvice(framework: Framework, topic: Topic): string | undefined {
  return FRAMEWORKS[framework][topic];
}
