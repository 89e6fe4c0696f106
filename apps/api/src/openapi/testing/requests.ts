import fc, { type Arbitrary } from 'fast-check';
import { resolved, type Operation, type Parameter } from './operations';
import { oddText, oddValue, validObject, validValue, type Hints } from './values';

export interface AnyRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
}

/** Requests for one operation, well meant and odd ones. */
export function requestsFor(operation: Operation, hints: Hints): Arbitrary<AnyRequest> {
  const { parameters, path } = operation;
  const inPlace = (place: Parameter['in']): readonly Parameter[] => parameters.filter((one) => one.in === place);
  const pathValues = fc.tuple(...inPlace('path').map((one) => pathValue(one, hints)));
  return fc
    .record({
      values: pathValues,
      query: queryOf(inPlace('query'), hints),
      body: bodyOf(operation, hints),
      headers: headersOf(inPlace('header')),
    })
    .map(({ values, query, body, headers }) => {
      const filled = inPlace('path').reduce(
        (text, { name }, i) => text.replace(`{${name}}`, () => values[i] ?? ''),
        path,
      );
      return { path: `${filled}${query}`, headers: { ...body.headers, ...headers }, body: body.body };
    });
}

/** `encodeURIComponent` knows no lone surrogates. */
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());

function pathValue({ name, schema }: Parameter, hints: Hints): Arbitrary<string> {
  const valid = validValue(schema, hints, name).map((value) => encoded(String(value)));
  const raw = fc.constantFrom('%', '%00', '%ff', '%ED%A0%80', '%2e%2e%2f', '..', '.', '%2F', '*', ';', '%20');
  return fc.oneof(
    { weight: 4, arbitrary: valid },
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: oddText.map((text) => encoded(text.slice(0, 3_000)) || '-') },
  );
}

function queryOf(parameters: readonly Parameter[], hints: Hints): Arbitrary<string> {
  const pair = parameters.map(({ name, schema }) =>
    fc.oneof(
      { weight: 5, arbitrary: validValue(schema, hints, name).map((value) => `${name}=${encoded(String(value))}`) },
      { weight: 2, arbitrary: oddText.map((text) => `${name}=${encoded(text.slice(0, 3_000))}`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          `${name}=1&${name}=2`,
          `${name}[]=1`,
          `${name}[a]=b`,
          `${name}`,
          `${name}=%00`,
          `${name}=%`,
          `${name}=%ff`,
        ),
      },
    ),
  );
  const unknown = fc.constantFrom('other=1', '__proto__[a]=1', 'constructor=1', '&&&', '=', '%=%');
  const none = fc.constant('');
  const known =
    pair.length === 0
      ? none
      : fc
          .subarray(pair, { minLength: 0 })
          .chain((some) => fc.tuple(...some))
          .map((some) => some.join('&'));
  return fc
    .tuple(known, fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: unknown }))
    .map((parts) => parts.filter((part) => part !== '').join('&'))
    .map((query) => (query === '' ? '' : `?${query}`));
}

/** Header values are visible ASCII; what else there is, clients refuse to send. */
function headersOf(parameters: readonly Parameter[]): Arbitrary<Record<string, string>> {
  const value = fc.stringMatching(/^[\x20-\x7e]{0,250}$/).map((text) => text.trim());
  const pairs = parameters.map(({ name }) => value.map((text) => [name, text] as const));
  return fc
    .subarray(pairs)
    .chain((some) => fc.tuple(...some))
    .map((some) => Object.fromEntries(some));
}

type Body = Pick<AnyRequest, 'headers' | 'body'>;

const json = { 'content-type': 'application/json' };

function bodyOf({ method, body }: Operation, hints: Hints): Arbitrary<Body> {
  const none = fc.constant<Body>({ headers: {}, body: null });
  if (method === 'GET') return none;
  const asJson = (value: unknown): Body => ({ headers: json, body: JSON.stringify(value) ?? 'null' });
  if (body === null)
    return fc.oneof(
      { weight: 4, arbitrary: none },
      { weight: 1, arbitrary: oddValue.map(asJson) },
      { weight: 1, arbitrary: oddBody },
    );
  const schema = resolved(body);
  const valid = validObject(schema, hints);
  const names = Object.keys(schema.properties ?? {});
  const spoilt = fc
    .tuple(valid, fc.constantFrom(...names, 'unknownField'), oddValue)
    .map(([object, name, value]) => ({ ...object, [name]: value }));
  const deeplySpoilt = fc.tuple(valid, oddValue, fc.nat()).map(([object, value, n]) => spoilDeep(object, value, n));
  return fc.oneof(
    { weight: 6, arbitrary: valid.map(asJson) },
    { weight: 6, arbitrary: spoilt.map(asJson) },
    { weight: 4, arbitrary: deeplySpoilt.map(asJson) },
    { weight: 2, arbitrary: oddValue.map(asJson) },
    { weight: 1, arbitrary: oddBody },
    { weight: 1, arbitrary: none },
  );
}

/** Puts a value in the place of some other one inside. */
function spoilDeep(value: unknown, odd: unknown, n: number): unknown {
  if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return odd;
  const keys = Object.keys(value);
  const key = keys[n % keys.length] ?? '';
  const inner = (value as Record<string, unknown>)[key];
  const spoilt = spoilDeep(inner, odd, Math.floor(n / keys.length));
  return Array.isArray(value)
    ? value.map((one: unknown, i) => (String(i) === key ? spoilt : one))
    : { ...value, [key]: spoilt };
}

/** Bodies that are no JSON, or no JSON that anybody writes, and other types. */
const oddBody: Arbitrary<Body> = fc.constantFrom<Body>(
  ...[
    '{',
    '',
    '{"a":1,"a":2}',
    '{"__proto__":{"a":1}}',
    '[]',
    '"x"',
    '1e999',
    '{"version":1e999}',
    '\ufeff{}',
    '{"a":'.repeat(3_000),
  ].map((body) => ({ headers: json, body })),
  { headers: json, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
  { headers: json, body: `{"name":"${'x'.repeat(1_100_000)}"}` },
  { headers: { 'content-type': 'application/json; charset=utf-16' }, body: '{}' },
  { headers: { 'content-type': 'text/plain' }, body: '{}' },
  { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' },
  { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
  { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: '{}' },
  { headers: { 'content-type': '' }, body: '{}' },
  {
    headers: { 'content-type': 'application/xml' },
    body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  },
);
