import fc from 'fast-check';
import { CopyCheck } from './copy-check';

function problemOf(sql: string, sizes: readonly number[] = [1 << 20]): string | null {
  const check = new CopyCheck();
  const bytes = Buffer.from(sql);
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    check.push(bytes.subarray(at, at + size));
    at += size;
  }
  return check.problem();
}

const notClosed = 'its COPY block is not closed';
const cases: [string, string, string | null][] = [
  ['rows and more', "SET a = 'b';\nCOPY t (a) FROM stdin;\n1\n2\n\\.\n\nRESET ALL;\n", null],
  ['no rows', 'COPY t (a) FROM stdin;\n\\.\n', null],
  ['two blocks', 'COPY t (a) FROM stdin;\n1\n\\.\nCOPY u (a) FROM stdin;\n\\.\n', null],
  ['a row that looks like COPY', 'COPY t (a) FROM stdin;\nCOPY t (a) FROM stdin;\n\\.\n', null],
  ['quotes in rows', 'COPY t (a) FROM stdin;\n\'it"s\n\\.\n', null],
  ['a quoted name over lines', 'COPY "t\nFROM stdin;\n" (a) FROM stdin;\n1\n\\.\n', null],
  ['a comment with a quote', "-- Data for Name: it's; Type: TABLE DATA\nSELECT 1;\n", null],
  ['a literal with what ends rows', "SELECT lo_put(1, 0, '\n\\.\n COPY t FROM stdin;\n');\n", null],
  ['an escaped quote', "SELECT E'it\\'s';\nCOPY t FROM stdin;\n\\.\n", null],
  ['an unclosed block', 'COPY t (a) FROM stdin;\n1\n', notClosed],
  ['a mark that is no line of its own', 'COPY t (a) FROM stdin;\n1\\.\n', notClosed],
  ['a mark without its newline', 'COPY t (a) FROM stdin;\n1\n\\.', notClosed],
  ['a mark with a carriage return', 'COPY t (a) FROM stdin;\n1\n\\.\r\n', notClosed],
  ['an open literal', "SELECT 'abc;\n", 'it ends inside a literal'],
];

describe('the check of COPY blocks', () => {
  it.each(cases)('judges %s', (_, sql, problem) => {
    expect(problemOf(sql)).toBe(problem);
  });

  it('judges the same however the bytes are cut', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...cases), sizes, ([, sql, problem], given) => {
        expect(problemOf(sql, given)).toBe(problem);
      }),
      { numRuns: 500 },
    );
  });
});
