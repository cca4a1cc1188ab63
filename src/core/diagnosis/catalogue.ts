import { BODY_FAULTS } from './catalogue/body.ts';
import type { Fault } from './catalogue/fault.ts';
import { HEADER_FAULTS } from './catalogue/headers.ts';
import { SECRET_FAULTS } from './catalogue/secret.ts';

const FAULTS_BY_CODE = { ...BODY_FAULTS, ...SECRET_FAULTS, ...HEADER_FAULTS };

/** Why verification fails. Published in `--json` and in links; never renamed. */
export type FaultCode = keyof typeof FAULTS_BY_CODE;

/** Every fault by its code, in the order of the reference page. */
export const FAULTS: Readonly<Record<FaultCode, Fault>> = FAULTS_BY_CODE;

/** The reference page, from the root of the project. */
const PAGE = 'docs/signature-failures.md';

/** Where the reference page explains a fault, for example `docs/signature-failures.md#other_secret`. Never throws. */
export function toReference(code: FaultCode): string {
  return `${PAGE}#${code}`;
}
