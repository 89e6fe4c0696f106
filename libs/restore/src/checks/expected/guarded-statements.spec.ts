import { guardedStatements, scheduledJobs } from './guarded-statements';

describe('guardedStatements', () => {
  it('finds what a block executes, by its own quoting, and not what only looks like it', () => {
    const block = `DO $_1$
DECLARE
entry pg_catalog.record;
BEGIN
-- EXECUTE 'in a comment'
IF EXISTS (SELECT 'EXECUTE ''a''') THEN
EXECUTE 'GRANT SELECT ON TABLE "é"."it''s" TO "x"';
EXECUTE E'CREATE POLICY "p" ON "s"."t" USING (b <> ''\\\\.\n'')';
EXECUTE pg_catalog.concat('GRANT a TO b', options);
RAISE WARNING USING MESSAGE = 'EXECUTE ''b''', HINT = 'x EXECUTE FUNCTION f()';
END IF;
END
$_1$;`;
    expect(guardedStatements(Buffer.from(block))).toEqual([
      'GRANT SELECT ON TABLE "é"."it\'s" TO "x"',
      'CREATE POLICY "p" ON "s"."t" USING (b <> \'\\.\n\')',
    ]);
  });

  it('finds nothing in another statement', () => {
    expect(guardedStatements(Buffer.from("SELECT 'EXECUTE';"))).toEqual([]);
    expect(guardedStatements(Buffer.from('DO LANGUAGE plpgsql $$BEGIN END$$;'))).toEqual([]);
  });
});

describe('scheduledJobs', () => {
  it('finds jobs by name', () => {
    const block = `DO $_$
DECLARE
id pg_catalog.int8;
BEGIN
IF current_user = 'x' THEN id := cron.schedule('it''s "x"', '* * * * *', 'SELECT cron.schedule_in_database(''a'')');
ELSE id := cron.schedule_in_database('it''s "x"', '* * * * *', 'SELECT 1', pg_catalog.current_database(), 'x'); END IF;
END
$_$;`;
    expect(scheduledJobs(Buffer.from(block))).toEqual(['it\'s "x"']);
  });
});
