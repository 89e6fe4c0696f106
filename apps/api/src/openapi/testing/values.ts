import { randomUUID } from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { resolved, type ValueSchema } from './operations';

/** What makes sense for a field, by its name: ids of rows that are there, addresses where nobody listens. */
export type Hints = Readonly<Record<string, () => Arbitrary<unknown>>>;

/** Text that somebody will send one day. */
export const oddText: Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    'a\0b',
    '\ud800',
    'a\udfff',
    '\ufffe\uffff',
    '\u202Egnp.exe',
    'İ',
    '../../etc/passwd',
    '%00',
    '%',
    "'; DROP TABLE projects; --",
    '${7*7}',
    '<script>alert(1)</script>',
    'null',
    'undefined',
    'NaN',
    '__proto__',
    '[object Object]',
    '1e999',
    '-1',
    '0x10',
    '9'.repeat(400),
    'x'.repeat(20_000),
    '\u0301'.repeat(2_000),
    '2026-02-30T25:61:61Z',
    '+275760-09-13T00:00:00.001Z',
    '0000-00-00',
    '00000000-0000-0000-0000-000000000000',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
);

const deep = (levels: number): unknown => Array.from({ length: levels }).reduce<unknown>((inner) => ({ a: inner }), 1);

/** Whatever JSON can say in the place of a value. */
export const oddValue: Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324),
  fc.constantFrom<unknown>({}, [], [null], [{}], { length: 1e9 }, { $ne: null }, { toString: 1 }, deep(20), deep(500)),
  fc.array(oddText, { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 2 }),
);

const text = (schema: ValueSchema): Arbitrary<string> => {
  const { format, pattern, minLength = 0, maxLength = 60 } = schema;
  if (format === 'uuid') return fc.constant(null).map(() => randomUUID());
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,10}$/).map((name) => `${name}@example.org`);
  if (pattern !== undefined) {
    const longest = schema.maxLength ?? Infinity;
    return fc.stringMatching(new RegExp(pattern)).filter((one) => one.length <= longest);
  }
  const [min, max] = [minLength, Math.max(minLength, Math.min(maxLength, 60))];
  return fc
    .oneof(fc.stringMatching(/^[\w .-]*$/, { maxLength: max }), fc.string({ unit: 'grapheme', maxLength: max }))
    .map((one) => one.padEnd(min, 'x').slice(0, maxLength));
};

/** A value that the schema allows. @param name of the field, for the hints */
export function validValue(schema: ValueSchema, hints: Hints, name = ''): Arbitrary<unknown> {
  const hint = hints[name];
  const whole = resolved(schema);
  if (hint !== undefined && whole.type !== 'array') return hint();
  if (whole.enum !== undefined) return fc.constantFrom(...whole.enum);
  if (whole.oneOf !== undefined) return fc.oneof(...whole.oneOf.map((one) => validValue(one, hints)));
  const types = [whole.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, whole, hints, name)));
}

function ofType(type: string, schema: ValueSchema, hints: Hints, name: string): Arbitrary<unknown> {
  const { minimum, maximum, minItems = 0, maxItems = 3, items = {} } = schema;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: minimum ?? 0, max: maximum ?? (minimum ?? 0) + 1_000 });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'array':
      return fc.array(validValue(items, hints, name), {
        minLength: minItems,
        maxLength: Math.max(minItems, Math.min(maxItems, 3)),
      });
    case 'object':
      return validObject(schema, hints);
    default:
      return text(schema);
  }
}

export function validObject(
  { properties = {}, required = [] }: ValueSchema,
  hints: Hints,
): Arbitrary<Record<string, unknown>> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, validValue(one, hints, name)]),
  );
  return fc.record(fields, { requiredKeys: [...required] });
}
