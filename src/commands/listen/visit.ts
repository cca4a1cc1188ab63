import type { Answer } from '../../io/receiver.ts';
import { toTryCommand } from '../../report/try-command.ts';

const TEXT =
  'fp-webhooks is listening here. Webhooks are sent with POST; what arrives is shown in the terminal.\n';

const toPage = (command: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fp-webhooks is listening</title>
<style>
  :root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif; }
  body { max-width: 34rem; margin: 15vh auto; padding: 0 1.5rem; }
  code { padding: .15em .4em; border-radius: .3em; background: #8882; font-size: .95em; }
</style>
<h1>fp-webhooks is listening</h1>
<p>This address takes webhooks, and what arrives is shown in the terminal that runs <code>fp-webhooks listen</code>.</p>
<p>To see a signed event arrive now, run this in a second terminal, in the same folder:</p>
<p><code>${command}</code></p>
</html>
`;

/** What a person or a health check sees who opens the listener's address, which is `url`. */
export function toVisitAnswer({
  wantsHtml,
  url,
}: {
  readonly wantsHtml: boolean;
  readonly url: string;
}): Answer {
  const headers = [
    ['Content-Type', `text/${wantsHtml ? 'html' : 'plain'}; charset=utf-8`],
    ['Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'"],
    ['Cache-Control', 'no-store'],
  ] as const;
  return { status: 200, headers, body: wantsHtml ? toPage(toHtml(toTryCommand(url))) : TEXT };
}

function toHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
