import { parseStatement, splitStatements } from '@stowbase/sql-stream';
import { foreignKeyOrNotValid, ownerWithCreateLent, withoutDefaultPrivileges } from './guarded-statements';
import { renameStatement } from './rename-statement';
import { TableFamily } from './table-family';

const table = { schema: 'Schéma "x"', name: "it's $_$" };

describe('what a statement of one table alone is wrapped in', () => {
  it('is one statement, whatever the names', () => {
    const statement = Buffer.from('ALTER TABLE "a" OWNER TO "b";');
    for (const block of [
      withoutDefaultPrivileges('TABLE', table),
      ownerWithCreateLent(statement, table.name, table.schema),
      foreignKeyOrNotValid(statement, table.name, table),
    ]) {
      expect(splitStatements(block).map(({ type }) => type)).toEqual(['statement']);
      expect(block.toString('utf8')).not.toContain('\ufffd');
    }
  });

  it('keeps bytes that are no text in any encoding', () => {
    const odd = Buffer.concat([
      Buffer.from(`ALTER TABLE ONLY "s"."t" ADD CONSTRAINT "c" CHECK (("a" <> '`),
      bytes,
      Buffer.from(`'));`),
    ]);
    expect(foreignKeyOrNotValid(odd, 'c', table).includes(bytes)).toBe(true);
    const from = { schema: 's', name: 't' };
    const family = new TableFamily({ from, to: { schema: 's', name: 'u' } });
    family.addTable(from);
    family.settle({ has: () => false, take: () => undefined });
    const renamed = renameStatement(odd, parseStatement(odd), family, from);
    expect(renamed).toEqual(
      Buffer.concat([
        Buffer.from(`ALTER TABLE ONLY "s"."u" ADD CONSTRAINT "c" CHECK (("a" <> '`),
        bytes,
        Buffer.from(`'));`),
      ]),
    );
  });
});

const bytes = Buffer.from([0xe9, 0xff, 0x80]);
