import {
  availableServerMajors,
  diffFingerprints,
  fingerprint,
  freshTarget,
  withoutGrantors,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import { extensions } from './extensions';
import { preamble } from './preamble';
import { roles } from './roles/roles';
import { inHolder, psql } from './testing/run-script';

const kinds = /^(role|membership|setting|database|extension|parameter)\|/;
/** Attributes only a superuser gives; what the maker of a role gets on 16+; extensions and roles of one server's packages and hook. */
const onlyHere =
  /^role\|torture_bypass\||\|admin true; inherit false; set false$|^extension\|pg_cron|^membership\|postgres of (supabase_|authenticator)/;
const majors = await availableServerMajors();

describe.each(majors)('the torture database, PostgreSQL %i', (major) => {
  let source: ScratchServer;
  beforeAll(async () => {
    source = await freshTarget({ major, fixture: 'torture', smaller: true });
  });
  afterAll(() => source.stop());

  it.each(majors)('gives its roles, settings and extensions to PostgreSQL %i', async (other) => {
    const target = await freshTarget({ major: other });
    try {
      const sql = await inHolder(source, 'postgres', async (q, ctx) =>
        [await roles(q, ctx), await preamble(q, ctx), await extensions(q, ctx)].map((script) => script.sql).join('\n'),
      );
      const stderr = await psql(target, 'postgres', sql);
      const refused = [
        /role "torture_bypass" was made without BYPASSRLS/,
        /membership of "postgres" in "supabase_/,
        /"pg_cron"/,
      ];
      const warnings = stderr.split('\n').filter((line) => line.includes('WARNING'));
      expect(warnings.filter((line) => !refused.some((known) => known.test(line)))).toEqual([]);
      const facts = async (server: ScratchServer): Promise<string[]> => {
        const all = await fingerprint(server.settings(server.superuser.user, 'postgres'));
        const lines = withoutGrantors(all).filter((line) => kinds.test(line) && !onlyHere.test(line));
        if (major === other) return lines;
        // Between majors what a membership carries can't be the same: who is a member must be.
        return [
          ...new Set(lines.filter((l) => !l.includes('torture_options')).map((l) => l.replace(/\|admin .*/, ''))),
        ];
      };
      expect(diffFingerprints(await facts(source), await facts(target))).toEqual({ missing: [], added: [] });
    } finally {
      await target.stop();
    }
  });
});
