import fc from 'fast-check';
import { dollarQuote, quoteIdent, quoteLiteral } from '../writing/quote';

/** Pieces that look like something else when they stand inside a literal, an identifier, a body or a row. */
const traps = fc.constantFrom(
  ...[
    ';',
    "'",
    '"',
    '$$',
    '$',
    '$_$',
    '$_',
    '\\',
    '\\.',
    '\n\\.\n',
    '\n\\.x',
    '--',
    '\n-- x',
    '/*',
    '*/',
    '/* /*',
    '(',
    ')',
  ],
  ...[
    '\r',
    '\r\n',
    '\n',
    '\t',
    '\v',
    ' ',
    'E',
    "E'",
    "e'\\",
    '\\restrict x\n',
    '\n\\restrict x\n',
    '\n\\unrestrict x\n',
  ],
  ...['\n-- PostgreSQL database dump complete\n', 'COPY x FROM stdin;\n', '\nCOPY "a"."b" ("c") FROM stdin;\n1\n\\.\n'],
  ...[
    '\nCREATE TABLE "',
    '\nGRANT ALL ON TABLE "auth"."x" TO "anon";\n',
    '\n   EXECUTE FUNCTION x',
    'BEGIN ATOMIC',
    ' END',
    ' CASE ',
  ],
  ...['\nCOMMENT ON EXTENSION "x" IS ', '\nSET transaction_timeout = 0;\n', 'é', '\u2028', 'a', '1', '\x01', '\x7f'],
);
const text = fc.array(traps, { maxLength: 6 }).map((parts) => parts.join(''));
const latin1 = (sql: string): Buffer => Buffer.from(sql, 'utf8');

const ident = text.map(quoteIdent);
const literal = fc.oneof(
  text.map(quoteLiteral),
  text.map((value) => `'${value.replaceAll("'", "''")}'`),
  text.map(dollarQuote),
  text.map((value) => `E'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  text.map((value) => `U&'${value.replaceAll("'", "''")}'`),
);
const comment = fc.oneof(
  text.map((value) => `-- ${value.replace(/[\r\n]/g, ' ')}\n`),
  text.map(
    (value) => `/* ${value.replaceAll('/*', '').replaceAll('*/', '').replaceAll('/', '').replaceAll('*', '')} */`,
  ),
  fc.constant("/* a /* ; */ ' */"),
);
const name = fc.tuple(ident, ident).map((parts) => parts.join('.'));
const space = fc.oneof(
  fc.constantFrom(' ', '\n', '\r\n', '\t', '\n\n'),
  comment.map((value) => ` ${value} `),
);

const statement = fc.oneof(
  fc
    .tuple(name, ident, literal)
    .map(([table, column, value]) => `CREATE TABLE ${table} (\n    ${column} "text" DEFAULT ${value}\n);`),
  fc.tuple(name, literal).map(([table, value]) => `COMMENT ON TABLE ${table} IS ${value};`),
  fc
    .tuple(name, name, text)
    .map(
      ([f, type, body]) =>
        `CREATE FUNCTION ${f}("a" ${type}) RETURNS "text"\n    LANGUAGE "plpgsql"\n    AS ${dollarQuote(body)};`,
    ),
  fc
    .tuple(name, literal, space)
    .map(
      ([f, value, gap]) =>
        `CREATE FUNCTION ${f}() RETURNS "text"\n BEGIN ATOMIC\n SELECT CASE WHEN true THEN ${value} ELSE (CASE 1 WHEN 1 THEN 'x' END) END;${gap}SELECT 1;\nEND;`,
    ),
  fc
    .tuple(ident, name, literal)
    .map(([rule, table, value]) => `CREATE RULE ${rule} AS ON INSERT TO ${table} DO (SELECT ${value}; SELECT 1;);`),
  fc.tuple(literal, space, literal).map(([a, gap, b]) => `SELECT ${a} ,${gap}${b};`),
  fc.tuple(name, name).map(([f, type]) => `REVOKE ALL ON FUNCTION ${f}("p" ${type}) FROM PUBLIC;`),
  fc.tuple(name, ident).map(([table, role]) => `ALTER TABLE ${table} OWNER TO ${role};`),
);

const value = fc.oneof(
  text.map((raw) =>
    Buffer.from(raw.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')),
  ),
  fc
    .uint8Array({ maxLength: 12 })
    .map((raw) => Buffer.from(raw.filter((byte) => byte !== 10 && byte !== 92 && byte !== 0))),
  fc.constant(Buffer.from('\\N')),
  fc.constantFrom(Buffer.from('\\\\.'), Buffer.from('.\\\\'), Buffer.from('\r'), Buffer.alloc(0)),
);
const row = fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => {
  const columns = values.flatMap((column, index) => (index === 0 ? [column] : [Buffer.from('\t'), column]));
  return Buffer.concat([...columns, Buffer.from('\n')]);
});

/** What one piece of a script must be read as. */
export type Expected =
  { type: 'statement' | 'meta'; text: Buffer } | { type: 'copy'; text: Buffer; rows: Buffer; count: number };

const piece: fc.Arbitrary<Expected> = fc.oneof(
  { weight: 5, arbitrary: statement.map((sql): Expected => ({ type: 'statement', text: latin1(sql) })) },
  {
    weight: 2,
    arbitrary: fc.tuple(name, ident, fc.array(row, { maxLength: 5 })).map(([table, column, rows]): Expected => {
      return {
        type: 'copy',
        text: latin1(`COPY ${table} (${column}) FROM stdin;\n`),
        rows: Buffer.concat(rows),
        count: rows.length,
      };
    }),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('\\restrict abc\n', '\\unrestrict abc\n')
      .map((sql): Expected => ({ type: 'meta', text: latin1(sql) })),
  },
);
const lead = fc.array(space, { maxLength: 3 }).map((parts) => latin1(`${parts.join('')}\n`));

/** A script with what it consists of. Statements that cannot be told apart otherwise are what the traps are for. */
export const hostileScript: fc.Arbitrary<{ bytes: Buffer; expected: Expected[] }> = fc
  .array(fc.tuple(lead, piece), { maxLength: 6 })
  .map((pieces) => ({
    bytes: Buffer.concat([
      ...pieces.flatMap(([before, item]) =>
        item.type === 'copy' ? [before, item.text, item.rows, Buffer.from('\\.\n')] : [before, item.text],
      ),
      Buffer.from('\n'),
    ]),
    expected: pieces.map(([, item]) => item),
  }));
