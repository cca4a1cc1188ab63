import { isCredentialName, isCredentialParameter } from './care.ts';
import { replaceNamed } from './named-values.ts';

const HIDDEN = '…';
/** Source: Standard Webhooks specification 1.0, "Signature scheme"; Footprint's API keys begin with `sk_`. */
const SECRET = /(wh(?:sec|sk)_|(?<![A-Za-z0-9])sk_)[\w+/=-]{4,}/g;
/** As in a log, in what `curl -v` prints, or in JSON. */
const HEADER = /(\b(?:authorization|cookie)["']?\s*[:=]\s*["']?)(?!["'\s])[^\r\n"']+/gi;
/** Words that follow in a sentence about a scheme are no credential. Source: RFC 6750; RFC 7617. */
const SCHEME =
  /\b([Bb]earer|BEARER|Basic|BASIC) +(?!(?:token|auth|authentication|authorization)(?![\w.~+/=-]))[^\s"'<>,;\\]+/g;
const USER_INFO = /(?<=:\/\/)[^\s/?#"'<>]*@/g;
/** Nearly no text has any of these, and this is asked for every value. */
const NEEDED = /["=@<]|\D:|whs(?:ec|k)_|sk_|earer |asic |BEARER |BASIC |authorization|cookie/i;

/** A text from outside without what lets somebody in: secrets, tokens, passwords. All else stays. Never throws. */
export function maskCredentials(text: string): string {
  if (!NEEDED.test(text)) return text;
  const shielded = text
    .replace(SECRET, `$1${HIDDEN}`)
    .replace(HEADER, `$1${HIDDEN}`)
    .replace(SCHEME, `$1 ${HIDDEN}`)
    .replace(USER_INFO, `${HIDDEN}@`);
  return replaceNamed(shielded, (name, form) => {
    if (form === 'query') return isCredentialParameter(name) ? hideWord : undefined;
    if (!isCredentialName(name)) return undefined;
    // A sentence about a token is no token.
    return (value) => (form === 'line' && /\s/.test(value) ? value : HIDDEN);
  });
}

function hideWord(value: string): string {
  return value.replace(/^\S+/, HIDDEN);
}
