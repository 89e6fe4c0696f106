import { jest } from '@jest/globals';
import { plainOwner, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(120_000);

const policies = `
  CREATE TABLE public.notes (author uuid, secret boolean);
  ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
  CREATE POLICY everyone ON public.notes FOR SELECT USING (NOT secret);
  CREATE POLICY members ON public.notes FOR UPDATE TO authenticated USING (true);
  CREATE POLICY visitors ON public.notes FOR SELECT TO anon USING (true);
  CREATE POLICY "both" ON public.notes FOR INSERT TO anon, authenticated WITH CHECK (true);
  COMMENT ON POLICY "both" ON public.notes IS 'goes with it';
  CREATE POLICY narrow_both ON public.notes AS RESTRICTIVE TO anon, authenticated USING (NOT secret);
  CREATE POLICY narrow_visitors ON public.notes AS RESTRICTIVE TO anon USING (false);
  CREATE POLICY managed_both ON storage.objects FOR SELECT TO anon, authenticated USING (true);
  CREATE POLICY managed_narrow ON storage.objects AS RESTRICTIVE TO anon, authenticated USING (name <> 'it''s');
`;

describe('policies for roles that are not on the target', () => {
  it('P-RESTORE-26 are never widened: open ones are left out and named, restricting ones stay for the roles that are here', async () => {
    const backup = await PlannedBackup.of(null, { owner: policies });
    const { server, settings } = await plainOwner();
    try {
      await server.with('admin', 'app', (client) => client.query('CREATE ROLE authenticated'));
      const plan = await backup.plan(settings);
      const named = plan.items
        .filter(({ type }) => type === 'policy')
        .map(({ action, name, reason }) => [`${action} ${name}`, reason]);
      expect(Object.fromEntries(named)).toMatchObject({
        'create everyone on public.notes': null,
        'create members on public.notes': null,
        'skip visitors on public.notes': 'Role anon is not here; access through this policy stays closed.',
        'skip both on public.notes': 'Role anon is not here; access through this policy stays closed.',
        'rewrite narrow_both on public.notes': 'It restricts the roles that are here; role anon is not here.',
        'skip narrow_visitors on public.notes': 'Role anon is not here, and it restricts nobody else.',
        'skip managed_both on storage.objects': 'Role anon is not here; access through this policy stays closed.',
        'rewrite managed_narrow on storage.objects': 'It restricts the roles that are here; role anon is not here.',
      });
      const { failures } = await backup.execute(settings, plan);
      expect(failures).toEqual([]);
      const { rows } = await server.with('admin', 'app', (client) =>
        client.query(
          `SELECT policyname AS policy, roles::text, permissive, coalesce(qual, with_check) AS condition FROM pg_policies
            WHERE (schemaname, tablename) IN (('public', 'notes'), ('storage', 'objects')) ORDER BY 1`,
        ),
      );
      expect(rows).toEqual([
        { policy: 'everyone', roles: '{public}', permissive: 'PERMISSIVE', condition: '(NOT secret)' },
        {
          policy: 'managed_narrow',
          roles: '{authenticated}',
          permissive: 'RESTRICTIVE',
          condition: `(name <> 'it''s'::text)`,
        },
        { policy: 'members', roles: '{authenticated}', permissive: 'PERMISSIVE', condition: 'true' },
        { policy: 'narrow_both', roles: '{authenticated}', permissive: 'RESTRICTIVE', condition: '(NOT secret)' },
      ]);
    } finally {
      await Promise.all([backup.stop(), server.stop()]);
    }
  });
});
