import { jest } from '@jest/globals';
import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import { fingerprint, freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { RestoreRequest, Selection } from '../request';
import { runRestore } from '../run-restore';
import { openFile } from './testing/step-target';

jest.setTimeout(120_000);

const orders = { schema: 'public', name: 'orders' };

/** What of the archive, into what: a new project, one with the definitions, or one that has it all. */
const cases: readonly (readonly [string, Selection[], 'new' | 'definitions' | 'all', Partial<RestoreRequest>])[] = [
  ['roles', [{ kind: 'roles' }], 'new', {}],
  ['definitions', [{ kind: 'schema' }], 'new', {}],
  ['rows', [{ kind: 'data' }], 'definitions', { mode: 'add' }],
  ['history', [{ kind: 'history' }], 'new', {}],
  [
    'one table under another name',
    [{ kind: 'table', from: orders, to: { schema: 'public', name: 'orders_before' } }],
    'all',
    { mode: 'add' },
  ],
  [
    'everything over what is there',
    [],
    'all',
    { mode: 'replace', safetyBackup: () => Promise.resolve({ place: '/saved.tar', fileSha256: 'ab' }) },
  ],
];

describe('a part of an archive in steps', () => {
  let source: FixtureSource;
  let archive: Archive;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
    archive = await openFile((await source.backup()).file);
  });
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });

  const restore = (server: ScratchServer, change: Partial<RestoreRequest>) =>
    runRestore({
      ...{
        archive,
        target: server.settings('postgres', 'postgres'),
        mode: 'empty',
        only: [],
        confirmation: 'postgres',
      },
      ...{ jobs: 1, ...change },
    });

  const prepared = async (into: (typeof cases)[number][2]): Promise<ScratchServer> => {
    const server = await freshTarget();
    if (into === 'definitions') await restore(server, { only: [{ kind: 'schema' }] });
    if (into === 'all') await restore(server, {});
    return server;
  };

  it.each(cases)('P-RESTORE-50 gives what one transaction gives: %s', async (_title, only, into, change) => {
    const [one, steps] = await Promise.all([prepared(into), prepared(into)]);
    try {
      const whole = await restore(one, { only, ...change });
      const inSteps = await restore(steps, { only, ...change, jobs: 2 });
      const [a, b] = await Promise.all(
        [one, steps].map((server) => fingerprint(server.settings('supabase_admin', 'postgres'))),
      );
      expect(b).toEqual(a);
      expect(inSteps).toMatchObject({ status: whole.status, rows: whole.rows, tables: whole.tables });
      expect(inSteps.comparisons).toEqual(whole.comparisons);
    } finally {
      await Promise.all([one.stop(), steps.stop()]);
    }
  });
});
