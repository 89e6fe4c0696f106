import { parseStatement } from '@stowbase/sql-stream';
import { withoutMissingRoles } from './missing-roles';

const roles = new Set(['anon', 'owner']);
const without = (sql: string): string => {
  const result = withoutMissingRoles(Buffer.from(sql), parseStatement(sql), roles);
  return 'text' in result ? result.text.toString() : result.reason;
};

describe('a statement that names roles the target lacks', () => {
  it.each([
    'GRANT ALL ON TABLE "s"."t" TO "anon";',
    'GRANT SELECT ON TABLE "s"."t" TO PUBLIC;',
    'ALTER TABLE "s"."t" OWNER TO "owner";',
    'CREATE POLICY "p" ON "s"."t" TO "anon", PUBLIC USING (true);',
    'CREATE POLICY "p" ON "s"."t" USING (true);',
    'SET SESSION AUTHORIZATION "nobody";',
  ])('%s is as it was', (sql) => {
    expect(without(sql)).toBe(sql);
  });

  it.each([
    ['GRANT ALL ON TABLE "s"."t" TO "gone";', 'It is left out: role gone is not on the target.'],
    ['REVOKE ALL ON TABLE "s"."t" FROM "gone";', 'It is left out: role gone is not on the target.'],
    ['ALTER TABLE "s"."t" OWNER TO "gone";', 'It belongs to whoever restores it: role gone is not on the target.'],
    [
      'ALTER DEFAULT PRIVILEGES FOR ROLE "gone" GRANT ALL ON TABLES TO "away";',
      'It is left out: roles away, gone are not on the target.',
    ],
  ])('%s is left out', (sql, reason) => {
    expect(without(sql)).toBe(reason);
  });

  it('P-RESTORE-34 a permissive policy is left out even if some of its roles are here, a restrictive one goes on restricting those', () => {
    expect(without('CREATE POLICY "p" ON "s"."t" FOR SELECT TO "anon", "gone" USING (true);')).toBe(
      'The policy is left out, so nothing is open through it: role gone is not on the target.',
    );
    expect(without('CREATE POLICY "to" ON "s"."t" AS RESTRICTIVE TO "gone", "anon", "owner" USING (("to" > 1));')).toBe(
      'CREATE POLICY "to" ON "s"."t" AS RESTRICTIVE TO "anon", "owner" USING (("to" > 1));',
    );
    expect(without('CREATE POLICY "p" ON "s"."t" AS RESTRICTIVE TO "gone" USING (false);')).toBe(
      'The policy restricts nobody here: role gone is not on the target.',
    );
  });
});
