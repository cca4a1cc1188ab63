import { BODY_FAULTS } from '../src/core/diagnosis/catalogue/body.ts';
import type { Fault } from '../src/core/diagnosis/catalogue/fault.ts';
import { HEADER_FAULTS } from '../src/core/diagnosis/catalogue/headers.ts';
import { SECRET_FAULTS } from '../src/core/diagnosis/catalogue/secret.ts';
import { FRAMEWORKS, type FrameworkAdvice } from '../src/core/diagnosis/frameworks.ts';
import type { Recall } from '../test/core/diagnosis/recall.ts';

const SECTIONS: readonly (readonly [string, Readonly<Record<string, Fault>>])[] = [
  ['The body', BODY_FAULTS],
  ['The secret', SECRET_FAULTS],
  ['The headers, the time and the signature', HEADER_FAULTS],
];

const TOPICS: readonly (readonly [keyof FrameworkAdvice, string, string, string])[] = [
  [
    'raw_body',
    'raw-body',
    'The raw body',
    'What was signed is the body byte for byte, so verify it before anything parses it.',
  ],
  [
    'base64',
    'base64',
    'Bodies in base64',
    'Only these hand bodies over in base64; elsewhere a gateway or a queue in between does it.',
  ],
  ['headers', 'reading-headers', 'Reading headers', 'Names of headers have no case: compare them without.'],
  [
    'body_limit',
    'body-limit',
    'The largest body',
    'Svix sends up to 1 MiB. A limit below answers 413, or cuts the body off.',
  ],
  [
    'csrf',
    'forged-forms',
    'Protection against forged forms',
    'It answers 403 or 419 before your code runs. The signature protects the route; where a framework is not listed, it has no such protection unless you added one.',
  ],
];

/** The page `docs/signature-failures.md`, made from the catalogue of faults and a table of recall. Never throws. */
export function signatureFailuresPage(recall: readonly Recall[]): string {
  return `${[INTRODUCTION, ...SECTIONS.map(toSection), '## By framework', ...TOPICS.map(toTopic), COMPUTED, toRecall(recall)].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Made by \`npm run pages\` from src/core/diagnosis. Do not edit. -->

# Why a signature fails

Svix signs \`{id}.{timestamp}.{body}\` with HMAC-SHA256 and the bytes of your secret. One byte of difference, and the svix library says
"No matching signature found". \`fp-webhooks\` undoes one fault after the other, two that occur together, and up to three layers around a body, and tries
whether a received signature then matches. **Proved** means that one did; chance cannot do that. **Likely** means that the look of the delivery tells.
Neither makes the delivery valid.

The fault is in what reached the check, so fix it there. Do not undo the fault before you verify: that would be one more place where things can differ.`;

/** How to print the digest that was computed, by language: expressions over the variables of the usual code. */
const PRINT: readonly (readonly [language: string, print: string])[] = [
  ['Node.js', "`console.error(createHmac('sha256', key).update(content).digest('base64'))`"],
  ['Python', '`print(base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode())`'],
  ['Go', '`log.Print(base64.StdEncoding.EncodeToString(mac.Sum(nil)))`'],
  ['Ruby', "`warn Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', key, content))`"],
  ['PHP', "`error_log(base64_encode(hash_hmac('sha256', $content, $key, true)));`"],
  ['Java', '`System.err.println(Base64.getEncoder().encodeToString(mac.doFinal(content)));`'],
  ['C#', '`Console.Error.WriteLine(Convert.ToBase64String(hmac.ComputeHash(content)));`'],
];

const COMPUTED = `<a id="computed"></a>

### What did my code compute?

If your code computes the signature itself, print what it computes for a delivery, before it compares:

| Language | How to print it |
| --- | --- |
${PRINT.map(([language, print]) => `| ${language} | ${print} |`).join('\n')}

Then give it with the body and the headers of that delivery, as they came (the \`svix-signature\` is not needed), and with your secret:

\`\`\`sh
fp-webhooks verify body.json --headers headers.txt --computed 'SIGNATURE'
fp-webhooks verify --last --computed 'SIGNATURE'    # the newest delivery that \`listen\` received
\`\`\`

It may be base64 or hex, with or without \`v1,\`. The command makes one mistake after the other, and two together, until this signature comes out: a value
that is missing or \`undefined\`, another order or separator, a secret that was used as text or decoded with its prefix, another algorithm, a body that was
parsed and written anew, and so on. Exit status: 0 when it is the right signature (then look at the comparison), 1 when it is not.`;

function toSection([title, faults]: (typeof SECTIONS)[number]): string {
  return [`## ${title}`, ...Object.entries(faults).map(([code, fault]) => toFault(code, fault))].join('\n\n');
}

function toFault(code: string, { title, cause, proof, fix, topic }: Fault): string {
  const [, anchor, name] = TOPICS.find(([each]) => each === topic) ?? [];
  const more = anchor === undefined ? '' : ` By framework: [${name?.toLowerCase()}](#${anchor}).`;
  return `### \`${code}\`\n\n**${title}.** ${cause}\n\n- *How it is found:* ${proof}\n- *What to do:* ${fix}${more}`;
}

function toTopic([topic, anchor, name, words]: (typeof TOPICS)[number]): string {
  const rows = Object.values(FRAMEWORKS).flatMap((advice: FrameworkAdvice) => {
    const text = advice[topic];
    return text === undefined ? [] : [`| ${advice.name} | ${text.replaceAll('|', '\\|')} |`];
  });
  return `<a id="${anchor}"></a>\n\n### ${name}\n\n${words}\n\n| Framework | What to do |\n| --- | --- |\n${rows.join('\n')}`;
}

function toRecall(recall: readonly Recall[]): string {
  const rows = recall.map(({ family, codes, certainty, cases, named, equivalent }) => {
    const wanted = codes.length === 0 ? 'nothing proved' : codes.map((code) => `\`${code}\``).join(', ');
    return `| ${family} | ${wanted} | ${certainty === 'nothing' ? '' : certainty} | ${named} of ${cases} | ${equivalent || ''} |`;
  });
  const notes = recall.flatMap(({ family, equivalents }) =>
    equivalents.map((each) => `- ${family}: ${each}.`),
  );
  return `## How often it is found

Every fault is simulated on random events (plain, with accents, of 100 kB, not UTF-8) with random secrets. The table is made with fixed seeds; the tests use new ones.
"As right" counts answers under another name that are right as well.

| Fault | Must be named | Certainty | Named | As right |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

As right are:

${notes.join('\n')}`;
}
