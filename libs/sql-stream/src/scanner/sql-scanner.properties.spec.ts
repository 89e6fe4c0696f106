import fc from 'fast-check';
import { partBytes, type SqlPart } from '../part';
import { hostileScript, type Expected } from '../testing/hostile-sql';
import { SqlScanner, type SqlScannerOptions } from './sql-scanner';

/** Scans by chunks of these sizes, in turn; keeps rows beyond the next push by copying them. */
function scan(bytes: Buffer, sizes: readonly number[], options: SqlScannerOptions = {}): SqlPart[] {
  const scanner = new SqlScanner(options);
  const parts: SqlPart[] = [];
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    for (const part of scanner.push(chunk)) {
      parts.push(part.type === 'copy-data' ? { ...part, bytes: Buffer.from(part.bytes) } : part);
    }
    chunk.fill(0xee); // Nothing but copy-data may be a view on the chunk.
    at += size;
  }
  return join([...parts, ...scanner.end()]);
}

function join(parts: readonly SqlPart[]): SqlPart[] {
  const out: SqlPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.type === 'copy-data' && last?.type === 'copy-data') {
      out[out.length - 1] = {
        type: 'copy-data',
        bytes: Buffer.concat([last.bytes, part.bytes]),
        rows: last.rows + part.rows,
      };
    } else out.push(part);
  }
  return out;
}

function read(parts: readonly SqlPart[]): Expected[] {
  const out: Expected[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (part.type === 'statement' || part.type === 'meta') out.push({ type: part.type, text: part.text });
    if (part.type === 'copy-begin') out.push({ type: 'copy', text: part.text, rows: Buffer.alloc(0), count: 0 });
    if (part.type === 'copy-data' && last?.type === 'copy') {
      last.rows = part.bytes;
      last.count = part.rows;
    }
  }
  return out;
}

const chunking = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

describe('SqlScanner, any script', () => {
  it('finds exactly the statements, meta lines and rows a hostile script is made of', () => {
    fc.assert(
      fc.property(hostileScript, ({ bytes, expected }) => {
        expect(read(scan(bytes, [bytes.length]))).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same parts for any chunking (P-SQL-1)', () => {
    fc.assert(
      fc.property(hostileScript, chunking, ({ bytes }, sizes) => {
        expect(scan(bytes, sizes)).toEqual(scan(bytes, [Math.max(1, bytes.length)]));
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the input back, byte for byte (P-SQL-1)', () => {
    fc.assert(
      fc.property(hostileScript, chunking, ({ bytes }, sizes) => {
        expect(Buffer.concat(scan(bytes, sizes).flatMap(partBytes))).toEqual(bytes);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same parts or the same error for any bytes in any chunking', () => {
    const alphabet = fc.constantFrom(...Buffer.from('\'"$\\.-/*;()\n\r aE1_CcOoPpYyfromstdin\xff', 'latin1'));
    const noise = fc.array(alphabet, { maxLength: 60 }).map((bytes) => Buffer.from(bytes));
    const outcome = (bytes: Buffer, sizes: number[], maxStatementBytes: number): unknown => {
      try {
        const parts = scan(bytes, sizes, { maxStatementBytes });
        expect(Buffer.concat(parts.flatMap(partBytes))).toEqual(bytes);
        return parts;
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(noise, chunking, fc.integer({ min: 5, max: 60 }), (bytes, sizes, limit) => {
        expect(outcome(bytes, sizes, limit)).toEqual(outcome(bytes, [Math.max(1, bytes.length)], limit));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('SqlScanner, cost', () => {
  const MIB = 1024 * 1024;
  const repeat = (unit: string, length = MIB / 4): Buffer =>
    Buffer.from(unit.repeat(Math.ceil(length / unit.length)), 'latin1');

  it.each([
    ['dollars', repeat('$')],
    ['almost dollar quotes', repeat('$a')],
    ['dollar quotes', repeat('$a$')],
    ['a dollar body of almost its tag', Buffer.concat([Buffer.from('$aaaaaaaaab$'), repeat('$aaaaaaaaa')])],
    ['backslashes', repeat('\\')],
    ['an escape string of backslashes', Buffer.concat([Buffer.from("E'"), repeat('\\')])],
    ['quotes', repeat("'")],
    ['escape strings', repeat("E'' \n")],
    ['identifier quotes', repeat('"')],
    ['one word', repeat('a')],
    ['dashes', repeat('-')],
    ['comments of one line', repeat('--\r')],
    ['slashes and stars', repeat('/*')],
    ['parentheses', repeat('(')],
    ['completeness lines', repeat('-- PostgreSQL database dump complete\n')],
    ['semicolons', repeat(';')],
    ['empty rows of COPY', Buffer.concat([Buffer.from('COPY t FROM stdin;\n'), repeat('\n')])],
    ['COPY rows of almost the end', Buffer.concat([Buffer.from('COPY t FROM stdin;\n'), repeat('\\.x\n')])],
    ['empty COPYs', repeat('COPY t FROM stdin;\n\\.\n')],
  ])('looks at each byte a bounded number of times: %s, in small and in large chunks', (_name, bytes) => {
    for (const size of [7, 4096, bytes.length]) {
      const scanner = new SqlScanner();
      for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
      expect(scanner.visited).toBeLessThanOrEqual(4 * bytes.length + 64);
    }
  });

  it('copies a statement of 64 MB that comes in small chunks a bounded number of times', () => {
    const scanner = new SqlScanner({ maxStatementBytes: 80 * MIB });
    const chunk = Buffer.alloc(64 * 1024, 'x');
    scanner.push(Buffer.from("SELECT '"));
    for (let sent = 0; sent < 64 * MIB; sent += chunk.length) scanner.push(chunk);
    const [statement] = scanner.push(Buffer.from("';"));
    expect(statement?.type === 'statement' && statement.text.length).toBe(64 * MIB + 10);
    expect(scanner.visited).toBeLessThan(2.1 * 64 * MIB);
  });
});

describe('completenessSeen', () => {
  const marker = '-- PostgreSQL database dump complete';
  const seen = (sql: string, size = sql.length): boolean => {
    const scanner = new SqlScanner();
    for (let at = 0; at < sql.length; at += size) scanner.push(Buffer.from(sql.slice(at, at + size)));
    try {
      scanner.end();
    } catch {
      return scanner.completenessSeen;
    }
    return scanner.completenessSeen;
  };

  it.each([
    [true, 'at the end', `SELECT 1;\n\n--\n${marker}\n--\n\n\\unrestrict x\n\n`],
    [true, 'of a cluster dump', '--\n-- PostgreSQL database cluster dump complete\n--\n'],
    [true, 'without a newline behind it', `SELECT 1;\n${marker}`],
    [true, 'as the tenth line from the end', `${marker}\n${'\n'.repeat(9)}`],
    [false, 'as the eleventh line from the end', `${marker}\n${'\n'.repeat(10)}`],
    [false, 'in a literal', `SELECT '\n${marker}\n';\n`],
    [false, 'in a dollar quote', `SELECT $$\n${marker}\n`],
    [false, 'in a quoted name', `SELECT "\n${marker}\n";\n`],
    [false, 'in a block comment', `/*\n${marker}\n*/\n`],
    [false, 'in rows', `COPY t FROM stdin;\n${marker}\n\\.\n`],
    [false, 'inside a statement', `SELECT 1\n${marker}\n;\n`],
    [false, 'behind another word of its line', `SELECT 1; ${marker}\n`],
    [false, 'with more behind it on its line', `${marker}!\n`],
    [false, 'cut off', marker.slice(0, -1)],
    [false, 'nowhere', 'SELECT 1;\n'],
  ])('is %s for the line %s', (expected, _where, sql) => {
    expect([seen(sql), seen(sql, 1), seen(sql, 7)]).toEqual([expected, expected, expected]);
  });
});
