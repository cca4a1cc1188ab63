import type { OutputRecord } from './records.ts';
import type { Renderer } from './renderer.ts';

/** One line of JSON a record: results to stdout, notices and errors to stderr. */
export function createNdjsonRenderer(): Renderer {
  return (record) => [{ stream: streamOf(record), text: `${toSafeJson(record)}\n` }];
}

/** Where a record belongs in every form of output. */
export function streamOf(record: OutputRecord): 'stdout' | 'stderr' {
  return record.type === 'notice' || record.type === 'error' ? 'stderr' : 'stdout';
}

/**
 * JSON that reads back as the same. JSON leaves C1 controls, DEL and bidirectional marks as they are, and a terminal obeys some
 * of them: here they are escaped as \uXXXX. `indent`: the spaces of a level; on one line without it. Never throws for plain data.
 */
export function toSafeJson(value: object, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE_IN_JSON, toEscape);
}

const UNSAFE_IN_JSON = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

function toEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
