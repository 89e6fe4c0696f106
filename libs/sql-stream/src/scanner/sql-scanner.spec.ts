import type { SqlStreamError } from '../errors';
import { SqlScanner } from './sql-scanner';
import { splitStatements } from './split-statements';

const texts = (sql: string): string[] =>
  splitStatements(Buffer.from(sql)).flatMap((part) =>
    'text' in part && part.type !== 'rest' ? [part.text.toString()] : [],
  );

const codeOf = (action: () => unknown): string | null => {
  try {
    action();
    return null;
  } catch (error) {
    return (error as SqlStreamError).code;
  }
};

describe('SqlScanner', () => {
  it.each([
    ['plain statements', 'SELECT 1;\nSELECT 2;\n', ['SELECT 1;', 'SELECT 2;']],
    ['string literals', "SELECT ';''; \\';SELECT ';';", ["SELECT ';''; \\';", "SELECT ';';"]],
    ['escape strings', "SELECT E'\\';''\\';', e'\\\\';x;", ["SELECT E'\\';''\\';', e'\\\\';", 'x;']],
    ['escape strings continued on another line', "SELECT E'a' \n '\\';';x;", ["SELECT E'a' \n '\\';';", 'x;']],
    ['a name that ends in e before a string', "SELECT fooe'\\';x;", ["SELECT fooe'\\';", 'x;']],
    ['unicode strings', "SELECT U&'\\';x;", ["SELECT U&'\\';", 'x;']],
    ['quoted identifiers', 'SELECT ";"";";x;', ['SELECT ";"";";', 'x;']],
    [
      'dollar quotes',
      'SELECT $$;$a$;$$;SELECT $a$;$$;$ab$$a$;x;',
      ['SELECT $$;$a$;$$;', 'SELECT $a$;$$;$ab$$a$;', 'x;'],
    ],
    ['a dollar inside a name', 'SELECT a$b$;x$b$;', ['SELECT a$b$;', 'x$b$;']],
    ['parameters', 'SELECT $1;$2;', ['SELECT $1;', '$2;']],
    ['a dollar quote behind a number', 'SELECT 1$$;$$;x;', ['SELECT 1$$;$$;', 'x;']],
    ['line comments inside a statement', "SELECT 1 -- ;'\n;x;", ["SELECT 1 -- ;'\n;", 'x;']],
    ['a line comment that a carriage return ends', 'SELECT 1 -- ;\r;x;', ['SELECT 1 -- ;\r;', 'x;']],
    ['nested block comments', 'SELECT /* ; /* ; */ ; */ 1;x;', ['SELECT /* ; /* ; */ ; */ 1;', 'x;']],
    ['operators of dashes and slashes', 'SELECT 1 - 2 / 3*-4;x;', ['SELECT 1 - 2 / 3*-4;', 'x;']],
    [
      'rules with several actions',
      'CREATE RULE r AS DO (SELECT 1; SELECT 2;);x;',
      ['CREATE RULE r AS DO (SELECT 1; SELECT 2;);', 'x;'],
    ],
    ['empty statements', ';;', [';', ';']],
  ])('keeps %s together', (_name, sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it('keeps BEGIN ATOMIC bodies together, with CASE … END inside', () => {
    const body = `CREATE OR REPLACE FUNCTION f(begin integer DEFAULT CASE WHEN true THEN 1 END) RETURNS integer
 BEGIN ATOMIC
  SELECT CASE WHEN (CASE 1 WHEN 1 THEN true END) THEN ';' END; INSERT INTO t("END") VALUES ('end'); END;`;
    expect(texts(`${body}\nSELECT 1;`)).toEqual([body, 'SELECT 1;']);
    expect(texts('CREATE FUNCTION "begin"("atomic" int) AS $$;$$;x;')).toHaveLength(2);
    expect(texts('BEGIN; SELECT 1; END;')).toHaveLength(3);
  });

  it('gives COPY rows as views and counts them', () => {
    const input = Buffer.from('-- c\nCOPY "a""b"."t" ("x") FROM stdin;\n1\n\\.x\n\\\\.\n\\N\n\n\\.\n\\restrict x\n;');
    const parts = splitStatements(input);
    expect(parts.map((part) => part.type)).toEqual(['copy-begin', 'copy-data', 'copy-end', 'meta', 'statement']);
    expect(parts[0]).toMatchObject({ target: { schema: 'a"b', table: 't' } });
    expect(parts[1]).toMatchObject({ rows: 5, bytes: Buffer.from('1\n\\.x\n\\\\.\n\\N\n\n') });
    expect((parts[1] as { bytes: Buffer }).bytes.buffer).toBe(input.buffer);
  });

  it('ends an empty COPY right behind its line', () => {
    expect(splitStatements(Buffer.from('COPY t FROM stdin;\n\\.\n')).map((part) => part.type)).toEqual([
      'copy-begin',
      'copy-end',
    ]);
  });

  it('takes no meta line inside a statement, a literal or in the middle of a line', () => {
    expect(texts("SELECT '\n\\restrict x\n';")).toHaveLength(1);
    expect(texts('SELECT\n\\restrict x\n;')).toHaveLength(1);
    expect(texts('x; \\restrict a;')).toHaveLength(2);
    expect(splitStatements(Buffer.from('x;\n\\a')).map((part) => part.type)).toEqual(['statement', 'meta']);
  });

  it.each([
    ['a literal', "SELECT 'x"],
    ['a dollar quote', 'SELECT $$;'],
    ['a comment', '/* x'],
    ['a statement', 'SELECT 1'],
    ['a lone dash', '-'],
    ['rows', 'COPY t FROM stdin;\n1\n\\.'],
    ['a COPY line', 'COPY t FROM stdin;'],
  ])('refuses a script that ends inside %s', (_name, sql) => {
    expect(codeOf(() => splitStatements(Buffer.from(sql)))).toBe('SQL_UNTERMINATED');
  });

  it('refuses a statement above the limit, by its first words', () => {
    const scanner = new SqlScanner({ maxStatementBytes: 20 });
    expect(() => scanner.push(Buffer.from('SELECT 1;\nCREATE FUNCTION "f"() body body'))).toThrow(
      /longer than 20 bytes: "CREATE FUNCTION "f"/,
    );
  });
});
