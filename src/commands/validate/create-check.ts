import { checkPart } from '../../core/validation/parts/check-part.ts';
import type { CheckSettings } from '../../core/validation/parts/part.ts';
import { createRecordChecker } from '../../core/validation/parts/record-checker.ts';
import { loadRecordReaders } from '../../core/validation/parts/record-readers.ts';
import type { ExplainSignature } from '../../core/validation/parts/remark-on.ts';
import { isFileName } from './input-names.ts';
import type { Check } from './perform.ts';
import type { SignatureKeys } from './signatures.ts';

/**
 * Checks parts, and judges the signatures of captures with keys that are asked for when the first one comes: they, and the
 * diagnosis, take time that payloads do not need. Rejects with what `loadKeys` throws.
 */
export function createPartCheck(settings: CheckSettings, loadKeys: () => Promise<SignatureKeys>): Check {
  let signatures: Promise<ExplainSignature> | undefined;
  const loadSignatures = () => {
    signatures ??= Promise.all([loadKeys(), import('./signatures.ts')]).then(
      ([keys, { createSignatureCheck }]) => createSignatureCheck(keys),
    );
    return signatures;
  };
  return async (part) => {
    const readers = await loadRecordReaders(part, settings.as);
    const explainSignature = readers.mayHoldCaptures ? await loadSignatures() : neverInvalid;
    const isCommitted = isFileName(part.name);
    const checker = createRecordChecker(settings, { explainSignature, isCommitted });
    return checkPart(part, { settings, checker, readers });
  };
}

const neverInvalid: ExplainSignature = () => undefined;
