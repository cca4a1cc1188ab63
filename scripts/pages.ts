/** Writes the reference pages under `docs` anew from the catalogues that the tool itself uses. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureRecall } from '../test/core/diagnosis/recall.ts';
import { signatureFailuresPage } from './signature-failures-page.ts';

const path = join(import.meta.dirname, '..', 'docs', 'signature-failures.md');
await writeFile(path, signatureFailuresPage(measureRecall()));
