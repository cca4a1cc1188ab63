import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../../src/core/contract/json-schema.ts';
import { findEventOfKind } from '../../../src/core/events/catalogue.ts';
import { listFixtures } from '../../../src/io/fixture-files.ts';
import { PROJECT } from '../../harness/folder.ts';

/** A payload that comes with the tool. */
interface Shipped {
  readonly name: string;
  readonly payload: JsonObject;
  readonly isOfCatalogue: boolean;
}

/** Every payload that comes with the tool; none of them has an error. */
export const SHIPPED: readonly Shipped[] = listFixtures(PROJECT).map(({ name, path }) => {
  const payload = JSON.parse(readFileSync(path, 'utf8'));
  return { name, payload, isOfCatalogue: findEventOfKind(payload.event_kind) !== undefined };
});
