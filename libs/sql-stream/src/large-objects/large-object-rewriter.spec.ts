import { partBytes } from '../part';
import { splitStatements } from '../scanner/split-statements';
import { LargeObjectRewriter } from './large-object-rewriter';

const rewrite = (sql: string, rewriter = new LargeObjectRewriter()): string[] =>
  splitStatements(Buffer.from(sql))
    .flatMap((part) => rewriter.push(part))
    .map((part) => Buffer.concat(partBytes(part)).toString().trim())
    .filter((text) => text !== '');

describe('LargeObjectRewriter', () => {
  const created = [
    "SELECT pg_catalog.lo_create('4294967295');",
    'ALTER LARGE OBJECT 4294967295 OWNER TO "dev";',
    "COMMENT ON LARGE OBJECT 4294967295 IS 'BEGIN; lo_open';",
    'GRANT SELECT ON LARGE OBJECT 4294967295 TO "anon";',
  ];
  const put = [
    "SELECT pg_catalog.lo_put('4294967295', 0, '\\x00ff');",
    "SELECT pg_catalog.lo_put('4294967295', 2, '\\x27');",
  ];

  it.each([
    ['one transaction around all (clients up to 16)', '', 'BEGIN;', 'COMMIT;'],
    ['a transaction for each (clients from 17)', 'BEGIN;', '', ''],
  ])('reads %s', (_name, each, before, after) => {
    const one = `${each}
SELECT pg_catalog.lo_open('4294967295', 131072);
SELECT pg_catalog.lowrite(0, '\\x00ff');
SELECT pg_catalog.lowrite(0, '\\x27');
SELECT pg_catalog.lo_close(0);
${each && 'COMMIT;'}`;
    const empty = `${each} SELECT pg_catalog.lo_open('1', 131072);\nSELECT pg_catalog.lo_close(0);\n${each && 'COMMIT;'}`;
    const rewriter = new LargeObjectRewriter();
    expect(rewrite([...created, before, one, empty, after].join('\n'), rewriter)).toEqual([...created, ...put]);
    expect(rewriter).toMatchObject({ count: 1, bytes: 3 });
  });

  it('writes pieces of at most 16 KiB', () => {
    const hex = 'ab'.repeat(40_000);
    const sql = `SELECT pg_catalog.lo_open('7', 131072);\nSELECT pg_catalog.lowrite(0, '\\x${hex}');`;
    const pieces = rewrite(sql).map((text) => /lo_put\('7', (\d+), '\\x([0-9a-f]*)'\);$/.exec(text)!);
    expect(pieces.map((piece) => Number(piece[1]))).toEqual([0, 16_384, 32_768]);
    expect(pieces.map((piece) => piece[2]).join('')).toBe(hex);
  });

  it('leaves everything else alone', () => {
    const others = ['SELECT pg_catalog.setval(\'"s"."lowrite"\', 1, true);', "SET x = 'BEGIN';"];
    expect(rewrite(others.join('\n'))).toEqual(others);
    expect(
      splitStatements(Buffer.from('COPY t FROM stdin;\nBEGIN;\n\\.\n')).flatMap((part) =>
        new LargeObjectRewriter().push(part),
      ),
    ).toHaveLength(3);
  });

  it('refuses a write without an open object', () => {
    expect(() => rewrite("SELECT pg_catalog.lowrite(0, '\\x00');")).toThrow('not written as expected');
  });
});
