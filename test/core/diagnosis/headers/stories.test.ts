import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { judge } from '../../../../src/core/signature/judge.ts';
import { deliver, KNOWN, key, NOW, otherKey } from '../../signature/cases.ts';

const [{ id, timestampSeconds, text, signature }] = KNOWN;
const RIGHT = { 'svix-id': id, 'svix-timestamp': String(timestampSeconds), 'svix-signature': signature };
const BASE64 = signature.slice(3);

function ask(headers: Readonly<Record<string, string>>, keys = [key]) {
  const delivery = deliver(Object.entries(headers), Buffer.from(text));
  const verdict = judge(delivery, keys, NOW);
  const { suspicions } = diagnose({
    delivery,
    verdict,
    keys,
    otherKeys: [otherKey],
    nowSeconds: NOW,
    toleranceSeconds: 300,
  });
  return suspicions
    .filter(({ code }) => code !== 'id_unusual')
    .map((each) => `${each.certainty} ${each.code}: ${each.evidence}`);
}

describe('F3: the signature header is explained by what happened to it', () => {
  it.each<readonly [string, string]>([
    [encodeURIComponent(signature), 'the signature header is decoded from percent signs'],
    [signature.replace('=', '%3D'), 'the signature header is decoded from percent signs'],
    [
      encodeURIComponent(encodeURIComponent(signature)),
      'the signature header is decoded from percent signs, twice',
    ],
    [signature.replace('=', '&#x3D;'), 'the signature header is freed of HTML escapes'],
    [signature.replace('=', '&#061;'), 'the signature header is freed of HTML escapes'],
    [signature.replaceAll('+', '&#43;'), 'the signature header is freed of HTML escapes'],
    [
      signature.replaceAll('+', '&plus;').replace('=', '&equals;'),
      'the signature header is freed of HTML escapes',
    ],
    [
      `&quot;${signature}&quot;`,
      'the signature header is freed of HTML escapes and the signature header is freed of what is around it',
    ],
    [signature.replace('=', '\\u003d'), 'the signature header is freed of escapes such as \\u003d'],
    [signature.replace('=', '\\x3D'), 'the signature header is freed of escapes such as \\u003d'],
    [signature.replaceAll('/', '\\/'), 'the signature header is freed of backslashes'],
    [signature.replace('=', '\\='), 'the signature header is freed of backslashes'],
    [signature.replace('=', '=3D'), 'the signature header is decoded from quoted-printable'],
    [
      `=?utf-8?q?${signature.replaceAll('=', '=3D').replaceAll('/', '=2F')}?=`,
      'the signature header is decoded from an encoded word of mail',
    ],
    [Buffer.from(signature).toString('base64'), 'the signature header is decoded from base64'],
    [`"${signature}"`, 'the signature header is freed of what is around it'],
    [`["${signature}"]`, 'the signature header is freed of what is around it'],
    [`Optional[${signature}]`, 'the signature header is freed of what is around it'],
    [`svix-signature:${signature}`, 'the signature header is freed of the name before it'],
    ...[5, 12, 25, 30, 40].flatMap((place) =>
      [' ', '\r\n ', '\t', '\u00a0', '\u200b'].map(
        (space) =>
          [
            signature.slice(0, place) + space + signature.slice(place),
            'the signature header is freed of the white space inside',
          ] as const,
      ),
    ),
    [signature.replaceAll('+', ' '), 'the signature has its plus signs again'],
    [signature.slice(0, 30), 'only the part of the signature that is left is compared'],
    [
      `${signature.slice(0, 20)} ${signature.slice(20, 35)}`,
      'the signature header is freed of the white space inside and only the part of the signature that is left is compared',
    ],
    [signature.slice(0, -1), 'the signature is read as base64 without padding'],
    [`${signature}=`, 'the signature is read as base64 with wrong padding'],
    [BASE64, 'the signature is taken out of a header of another form'],
  ])('%j: %s', (header, undone) => {
    const proofs = [
      ...new Set(ask({ ...RIGHT, 'svix-signature': header }).map((each) => each.replace(/^\w+ \w+: /, ''))),
    ];
    expect(proofs).toEqual([`The signature matches once ${undone}.`]);
  });

  it('takes a signature that is right as it is, whatever else is in the header', () => {
    const other = `v1,${Buffer.alloc(32, 1).toString('base64')}`;
    expect(ask({ ...RIGHT, 'svix-signature': `${signature} ${other}` })).toEqual([]);
  });
});

describe('Z7: exchanged values are put back', () => {
  const exchange = (one: keyof typeof RIGHT, other: keyof typeof RIGHT) => ({
    ...RIGHT,
    [one]: RIGHT[other],
    [other]: RIGHT[one],
  });
  it.each([
    [exchange('svix-id', 'svix-timestamp'), 'the values of svix-id and svix-timestamp are exchanged'],
    [exchange('svix-id', 'svix-signature'), 'the values of svix-id and svix-signature are exchanged'],
    [
      exchange('svix-timestamp', 'svix-signature'),
      'the values of svix-timestamp and svix-signature are exchanged',
    ],
    [
      { 'svix-id': signature, 'svix-timestamp': id, 'svix-signature': String(timestampSeconds) },
      'the values of the three headers are put back in their places',
    ],
  ])('%j', (headers, undone) => {
    expect(ask(headers)).toEqual([`proved header_value_changed: The signature matches once ${undone}.`]);
  });

  it('is likely where the signature fits nothing', () => {
    expect(ask(exchange('svix-id', 'svix-timestamp'), [otherKey].slice(1))[0]).toMatch(
      /^likely header_value_changed: /,
    );
  });

  it('leaves an id of digits and a timestamp of another form where they are', () => {
    const headers = { ...RIGHT, 'svix-id': '1614265331', 'svix-timestamp': '2021-02-25T15:02:10Z' };
    expect(ask(headers).join()).not.toContain('exchanged');
  });

  it('gives one proof for a hash without a secret', () => {
    const hash = createHash('sha256').update(`${id}.${timestampSeconds}.${text}`).digest('base64');
    expect(ask({ ...RIGHT, 'svix-signature': `v1,${hash}` })).toEqual([
      'proved signed_content_differs: The signature matches once the signature is a hash (SHA-256) without a secret.',
    ]);
  });
});

describe('Z3: a word for nothing is no value', () => {
  const WORDS = [
    'undefined',
    'None',
    'null',
    'nil',
    '<nil>',
    '(null)',
    'NaN',
    'Optional.empty',
    '[object Object]',
    '""',
    "b''",
  ];
  const TEMPLATES = [
    '{{svix-id}}',
    '={{ $json.headers["svix-id"] }}',
    '$' + '{svixId}',
    '#{id}',
    '%s',
    '%(id)s',
    '<svix-id>',
    '{id}',
    '$svix_id',
    ':id',
    '%SVIX_ID%',
    'svix-id',
    'YOUR_SVIX_ID',
    'string',
  ];
  it.each([...WORDS, ...TEMPLATES])('%s', (word) => {
    for (const part of ['svix-id', 'svix-timestamp', 'svix-signature']) {
      const [first, ...more] = ask({ ...RIGHT, [part]: word });
      expect(first).toMatch(new RegExp(`^likely header_missing: The .+ is the value of ${part}[.:]`));
      expect(more).toEqual([]);
    }
    const [all] = ask({ 'svix-id': word, 'svix-timestamp': word, 'svix-signature': word });
    expect(all).toContain('svix-id, svix-timestamp, svix-signature');
    const cause = word.startsWith('[object')
      ? 'uses an object as text'
      : 'reads a header by a name that is not there';
    if (WORDS.includes(word)) expect(all).toContain(`: the code ${cause}.`);
  });

  it('finds the value under another name', () => {
    expect(ask({ ...RIGHT, 'svix-id': 'undefined', 'x-svix-id': id })).toEqual([
      'proved header_renamed: The signature matches once x-svix-id is read as svix-id.',
    ]);
  });

  it.each([
    '<msg_p5jXN8AQM9LWM0D4loKWxJek>',
    '{msg_p5jXN8AQM9LWM0D4loKWxJek}',
    'Optional[msg_p5jXN8AQM9LWM0D4loKWxJek]',
    'Some("msg_p5jXN8AQM9LWM0D4loKWxJek")',
    "b'msg_p5jXN8AQM9LWM0D4loKWxJek'",
  ])('takes the value out of %s', (value) => {
    expect(ask({ ...RIGHT, 'svix-id': value })).toEqual([
      'proved header_value_changed: The signature matches once the id is freed of what is around it.',
    ]);
  });
});

describe('Z9: the form of the timestamp', () => {
  it.each([
    '1,614,265,330',
    '1.614.265.330',
    '1 614 265 330',
    "1'614'265'330",
    '1_614_265_330',
    '1\u00a0614\u00a0265\u00a0330',
    '1.61426533E9',
    '1.61426533e+09',
    '0x6037bbf2',
    '1614265330n',
    '1614265330L',
    '1614265330s',
    '2021-02-25 15:02:10',
  ])('%s is proved to be timestamp_form, and likely when nothing fits', (value) => {
    expect(ask({ ...RIGHT, 'svix-timestamp': value })).toEqual([
      expect.stringMatching(/^proved timestamp_form: /),
    ]);
    expect(ask({ ...RIGHT, 'svix-timestamp': value }, [otherKey])[0]).toMatch(/timestamp_form|other_secret/);
  });

  it('tells separators from a header that came twice', () => {
    const unknown = { ...RIGHT, 'svix-signature': `v1,${Buffer.alloc(32, 1).toString('base64')}` };
    expect(ask({ ...unknown, 'svix-timestamp': '1,614,265,330' })).toEqual([
      'likely timestamp_form: The timestamp has separators between its digits.',
    ]);
    expect(ask({ ...unknown, 'svix-timestamp': '1614265330, 1614265330' })).toEqual([
      expect.stringMatching(/^likely header_value_changed: /),
    ]);
  });
});

describe('F6: two complete families of headers', () => {
  const old = {
    'svix-id': 'msg_old',
    'svix-timestamp': String(timestampSeconds - 9),
    'svix-signature': `v1,${Buffer.alloc(32, 1).toString('base64')}`,
  };
  const anew = Object.fromEntries(
    Object.entries(RIGHT).map(([name, value]) => [name.replace('svix', 'webhook'), value]),
  );
  const told = 'the webhook-… headers are read instead of the svix-… ones';

  it('are both tried, whole and in part', () => {
    expect(ask({ ...old, ...anew })).toEqual([`proved headers_mixed: The signature matches once ${told}.`]);
    expect(ask({ ...RIGHT, 'svix-signature': old['svix-signature'], ...anew })).toEqual([
      `proved headers_mixed: The signature matches once ${told}.`,
    ]);
    const timed = { ...old, 'svix-timestamp': '12', ...anew };
    expect(ask(timed)).toEqual([`proved headers_mixed: The signature matches once ${told}.`]);
  });
});

it('says once that a signature or an id lost its capitals', () => {
  const lower = { ...RIGHT, 'svix-signature': signature.toLowerCase() };
  const upper = { ...RIGHT, 'svix-signature': signature.toUpperCase() };
  const told = (letters: string) => [
    `likely signature_damaged: All letters of the signature are ${letters}, and base64 has both.`,
  ];
  expect(ask(lower)).toEqual(told('lower-case'));
  expect(ask(upper)).toEqual(told('capitals'));
  expect(ask({ ...RIGHT, 'svix-id': `msg_${'a1b'.repeat(9)}` })[0]).toMatch(
    /^likely id_changed: .* no capital letter/,
  );
});
