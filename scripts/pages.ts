/** Writes the reference pages under `docs` anew from the catalogues that the tool itself uses. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { measureRecall } from '../test/core/diagnosis/recall.ts';
import { findingsPage } from './findings-page.ts';
import { signatureFailuresPage } from './signature-failures-page.ts';

const folder = join(import.meta.dirname, '..', 'docs');
await writeFile(join(folder, 'signature-failures.md'), signatureFailuresPage(measureRecall()));
await writeFile(join(folder, 'findings.md'), findingsPage());
