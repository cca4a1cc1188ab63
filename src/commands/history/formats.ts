import { findBodyText } from '../../core/bytes.ts';
import { type Capture, encodeCapture } from '../../core/capture/capture.ts';
import { toHarEntry, toHarFrame } from '../../core/capture/to-har.ts';
import { toRelayedHeaders } from '../../core/delivery/relayed-headers.ts';
import { toCurl, toHttpie } from '../../core/delivery/to-command.ts';
import { findJson } from '../../core/json/scan.ts';

/** What an export can be. */
export const FORMATS = ['captures', 'har', 'curl', 'httpie', 'fixture'] as const;

/** One of them. */
export type Format = (typeof FORMATS)[number];

/** A form of export, piece by piece. */
export interface Form {
  readonly head: string;
  /** One delivery; undefined for one that cannot be written so. */
  readonly toText: (capture: Capture) => string | undefined;
  /** What stands between two deliveries. */
  readonly separator: string;
  readonly tail: string;
}

/** The form of a format. `url` is where commands send to; `version` is that of this program. Never throws. */
export function toForm(
  format: Format,
  { url, version }: { readonly url: string; readonly version: string },
): Form {
  switch (format) {
    case 'captures':
      return { head: '', toText: encodeCapture, separator: '\n', tail: '\n' };
    case 'har':
      return { ...toHarFrame(version), toText: toHarEntry, separator: ',\n' };
    case 'curl':
      return {
        head: '',
        toText: ({ delivery: { headers, body } }) =>
          toCurl({ url, headers: toRelayedHeaders(headers), body, onlyThese: true }),
        separator: '\n\n',
        tail: '\n',
      };
    case 'httpie':
      return {
        head: '',
        toText: ({ delivery: { headers, body } }) =>
          toHttpie({ url, headers: toRelayedHeaders(headers), body }),
        separator: '\n\n',
        tail: '\n',
      };
    case 'fixture':
      return { head: '', toText: toFixture, separator: '\n', tail: '' };
  }
}

/** The payload on one line, without a line end, as fixtures are. Within JSON a line break is nothing but space. */
function toFixture({ delivery: { body } }: Capture): string | undefined {
  const text = findBodyText(body);
  if (text === undefined || findJson(text) === undefined) return undefined;
  return text.trim().replace(/\s*[\r\n]\s*/g, ' ');
}
