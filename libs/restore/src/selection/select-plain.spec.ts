import { jest } from '@jest/globals';
import { differentByNature } from '@stowbase/dump/testing';
import { diffFingerprints, withoutGrantors, type ScratchServer } from '@stowbase/postgres/testing';
import { SelectedRestores, type SelectedTarget } from './testing/selected-restore';

jest.setTimeout(120_000);

let shop: SelectedRestores;
beforeAll(async () => {
  shop = await SelectedRestores.of('plain');
});
afterAll(() => shop.stop());

describe.each(['dba', 'app'] as const)('parts into a plain PostgreSQL, by %s', (by) => {
  let server: ScratchServer;
  let target: SelectedTarget;
  beforeAll(async () => {
    ({ target, server } = await shop.plainTarget(by));
  });
  afterAll(() => server.stop());

  it('P-RESTORE-36 one part after the other is the whole', async () => {
    for (const part of [['roles'], ['schema', 'data'], ['history']]) {
      expect((await target.restore(...part)).different).toEqual([]);
    }
    if (by === 'app') return;
    const { missing, added } = diffFingerprints(
      withoutGrantors(await shop.source()),
      withoutGrantors(await target.fingerprint()),
      differentByNature('dba').map(({ pattern }) => pattern),
    );
    expect({ missing, added: added.filter((line) => !/^(role|password)\|app\||^database\|app\|/.test(line)) }).toEqual({
      missing: [],
      added: [],
    });
  });

  it('P-RESTORE-31 a table comes back', async () => {
    // With the platform's roles it counts as a self-hosted Supabase, which makes the platform's tables itself.
    const lost = ['public.payments', 'private.audit', ...(by === 'app' ? ['auth.identities'] : [])];
    const before = await target.fingerprint();
    await target.sql(`DROP TABLE ${lost.join()}`);
    const run = await target.restore(...lost.map((table) => `table:${table}`));
    expect(run.different).toEqual([]);
    expect(diffFingerprints(before, await target.fingerprint())).toEqual({ missing: [], added: [] });
  });

  it('P-RESTORE-32 a table comes back under another name', async () => {
    const before = await target.fingerprint();
    const run = await target.restore('table:auth.users=>public.users_then', 'table:private.audit=>public.audit');
    expect(run).toMatchObject({ rows: { 'public.users_then': 25, 'public.audit': 400 }, different: [] });
    expect(diffFingerprints(before, await target.fingerprint()).missing).toEqual([]);
  });
});
