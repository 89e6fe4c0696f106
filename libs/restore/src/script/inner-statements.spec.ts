import { dollarQuote, quoteLiteral } from '@stowbase/sql-stream';
import fc from 'fast-check';
import { cronJobOf } from '../plan/cron-job';
import { innerStatements } from './inner-statements';

const inside = (block: string): string[] => innerStatements(Buffer.from(block)).map((bytes) => bytes.toString('utf8'));

describe('the statements that a DO block runs', () => {
  it('are read from its EXECUTEs, nested ones too, and from nothing else', () => {
    const block = `DO $_$
BEGIN
IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'EXECUTE ''x''') THEN
BEGIN
EXECUTE 'CREATE ROLE "a" WITH NOLOGIN';
EXCEPTION WHEN OTHERS THEN RAISE WARNING USING MESSAGE = 'EXECUTE "no"', HINT = 'EXECUTE ''no''';
END;
END IF;
-- EXECUTE 'no'
EXECUTE pg_catalog.concat('GRANT "a" TO "b"', options);
EXECUTE E'COMMENT ON ROLE "a" IS E''it''''s\\n\\\\\\\\.''';
END
$_$;`;
    expect(inside(block)).toEqual(['CREATE ROLE "a" WITH NOLOGIN', String.raw`COMMENT ON ROLE "a" IS E'it''sn\\.'`]);
  });

  it('a publication stands in the body itself', () => {
    expect(
      inside('DO $$BEGIN IF true THEN\n CREATE PUBLICATION "p" WITH (publish = \'insert; x\');\n END IF;\nEND$$;'),
    ).toEqual([`CREATE PUBLICATION "p" WITH (publish = 'insert; x');`]);
  });

  it('come back as they were written, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (statement) => {
        const block = `DO ${dollarQuote(`\nBEGIN\nEXECUTE ${quoteLiteral(statement)};\nEND\n`)};\n`;
        expect(inside(block)).toEqual([statement]);
      }),
    );
  });

  it('name a cron job, if it has a name', () => {
    const block = (call: string): Buffer => Buffer.from(`DO $_$\nDECLARE\nid int8;\nBEGIN\nid := ${call};\nEND\n$_$;`);
    expect(cronJobOf(block(`cron.schedule('a ''b''', '* * * * *', E'SELECT 1;\\\\.')`))).toEqual({
      name: `a 'b'`,
      schedule: '* * * * *',
    });
    expect(cronJobOf(block(`cron.schedule('* * * * *', 'SELECT 1')`))).toEqual({ name: null, schedule: '* * * * *' });
    expect(cronJobOf(block(`cron.schedule_in_database('j', '* * * * *', 'SELECT 1', 'db', 'me')`))?.name).toBe('j');
    expect(cronJobOf(block('other.schedule()'))).toBeNull();
  });
});
