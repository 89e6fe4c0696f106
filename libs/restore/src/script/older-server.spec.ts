import type { ArchiveMember } from '@stowbase/archive';
import { splitStatements } from '@stowbase/sql-stream';
import { forOlderServer } from './older-server';
import { runAsItIs, type RestoreScript } from './restore-script';

const script: RestoreScript = {
  members: [],
  decide: runAsItIs,
  toleratesMissingRights: true,
  tables: [],
  warnings: [],
};
const member = { name: 'sql/00000001-schema_post.sql.zst' } as ArchiveMember;

function sent(sql: string, major: number): string {
  const [part] = splitStatements(Buffer.from(sql));
  if (part?.type !== 'statement') throw new Error('no statement');
  const decision = forOlderServer(script, major).decide(part, member, 0);
  return decision.do === 'run' ? decision.text.toString().trim() : `skipped: ${decision.reason}`;
}

describe('the privilege MAINTAIN on a server that does not know it', () => {
  it.each([
    [
      'GRANT SELECT,INSERT,MAINTAIN,UPDATE ON TABLE "public"."orders" TO "anon";',
      'GRANT SELECT,INSERT,UPDATE ON TABLE "public"."orders" TO "anon";',
    ],
    ['GRANT MAINTAIN, SELECT ON TABLE "public"."t" TO "anon";', 'GRANT  SELECT ON TABLE "public"."t" TO "anon";'],
    ['REVOKE SELECT,MAINTAIN ON TABLE "public"."t" FROM "anon";', 'REVOKE SELECT ON TABLE "public"."t" FROM "anon";'],
    [
      'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" GRANT SELECT,MAINTAIN ON TABLES TO "anon";',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "postgres" IN SCHEMA "public" GRANT SELECT ON TABLES TO "anon";',
    ],
    ['GRANT MAINTAIN ON TABLE "public"."t" TO "anon";', 'skipped: MAINTAIN is a privilege of PostgreSQL 17 and newer.'],
    ['GRANT SELECT ON TABLE "public"."MAINTAIN" TO "anon";', 'GRANT SELECT ON TABLE "public"."MAINTAIN" TO "anon";'],
    [`COMMENT ON TABLE "public"."t" IS 'MAINTAIN, SELECT';`, `COMMENT ON TABLE "public"."t" IS 'MAINTAIN, SELECT';`],
  ])('%s', (statement, expected) => {
    expect(sent(statement, 15)).toBe(expected);
    expect(sent(statement, 17)).toBe(statement);
  });

  it('leaves everything else of the script as it is', () => {
    expect(forOlderServer(script, 17)).toBe(script);
    expect(forOlderServer(script, 15)).toMatchObject({
      members: [],
      toleratesMissingRights: true,
      tables: [],
      warnings: [],
    });
  });
});
