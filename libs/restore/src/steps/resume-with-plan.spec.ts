import { jest } from '@jest/globals';
import type { Archive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import type { ConnectionSettings } from '@stowbase/postgres';
import {
  diffFingerprints,
  fingerprint,
  freshTarget,
  startScratchServer,
  type ScratchServer,
} from '@stowbase/postgres/testing';
import type { RestoreRequest, RestoreStage } from '../request';
import { runRestore } from '../run-restore';
import { openFile } from './testing/step-target';

jest.setTimeout(120_000);

interface Target {
  readonly server: ScratchServer;
  readonly settings: ConnectionSettings;
  readonly admin: string;
}

const kinds: Record<string, () => Promise<Target>> = {
  'a new project': async () => {
    const server = await freshTarget();
    return { server, settings: server.settings('postgres', 'postgres'), admin: 'supabase_admin' };
  },
  'a plain PostgreSQL by its superuser': async () => {
    const server = await startScratchServer({ superuser: 'dba' });
    return { server, settings: server.settings('dba', 'postgres'), admin: 'dba' };
  },
  'a plain PostgreSQL by an owner': async () => {
    const server = await startScratchServer({ superuser: 'dba' });
    await server.with('dba', 'postgres', (client) => client.query(`CREATE ROLE ann LOGIN PASSWORD 'of-ann'`));
    await server.with('dba', 'postgres', (client) => client.query('CREATE DATABASE shop OWNER ann'));
    server.passwords.set('ann', 'of-ann');
    return { server, settings: server.settings('ann', 'shop'), admin: 'dba' };
  },
};

/** The plan is made anew when a restore goes on, and the target looks quite different by then. */
describe('a restore in steps that goes on, planned anew', () => {
  let source: FixtureSource;
  let archive: Archive;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'torture', smaller: true });
    archive = await openFile((await source.backup()).file);
  });
  afterAll(async () => {
    await archive.close();
    await source.stop();
  });

  const restore = (target: Target, change: Partial<RestoreRequest> = {}) =>
    runRestore({
      ...{ archive, target: target.settings, mode: 'empty', only: [], confirmation: target.settings.database, jobs: 2 },
      ...change,
    });

  /** Cancels it as soon as it is at this stage for the `after`th time. */
  const breakOff = async (target: Target, stage: RestoreStage, after: number, resume: boolean): Promise<void> => {
    const cancel = new AbortController();
    let times = 0;
    const onProgress: RestoreRequest['onProgress'] = (now) => {
      if (now.stage === stage && ++times === after) cancel.abort();
    };
    await expect(restore(target, { signal: cancel.signal, onProgress, resume })).rejects.toMatchObject({
      code: 'CANCELLED',
      closedSchemas: expect.arrayContaining(['public']) as unknown,
    });
  };

  it.each(Object.keys(kinds))('P-RESTORE-59 ends as if it had never been broken off, into %s', async (kind) => {
    const [straight, broken] = await Promise.all([kinds[kind]!(), kinds[kind]!()]);
    try {
      const whole = await restore(straight);

      await breakOff(broken, 'rows', 20, false);
      await breakOff(broken, 'finish', 5, true);
      await breakOff(broken, 'compare', 1, true);
      const rest = await restore(broken, { resume: true });

      expect(rest.rows).toBe(whole.rows);
      expect(rest.status).toBe(whole.status);
      expect(rest.comparisons.map(({ what, status }) => [what, status])).toEqual(
        whole.comparisons.map(({ what, status }) => [what, status]),
      );
      const [a, b] = await Promise.all(
        [straight, broken].map(({ server, settings, admin }) => fingerprint(server.settings(admin, settings.database))),
      );
      expect(diffFingerprints(a!, b!)).toEqual({ missing: [], added: [] });
      expect(rest.skipped.map(({ text }) => text).sort()).toEqual(whole.skipped.map(({ text }) => text).sort());
    } finally {
      await Promise.all([straight.server.stop(), broken.server.stop()]);
    }
  });
});
