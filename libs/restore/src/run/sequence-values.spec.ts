import type { ScratchServer } from '@stowbase/postgres/testing';
import { openRestoreConnection } from './open-restore-connection';
import { SmallTarget, type MadeUpMember } from '../testing/small-target';

const setval = (name: string, value: number): string =>
  `SELECT pg_catalog.setval('"public"."${name}"', ${value}, true);\n`;
const members: readonly MadeUpMember[] = [
  { kind: 'schema', sql: 'CREATE SEQUENCE "public"."new";' },
  { kind: 'data', sql: setval('new', 5) + setval('used', 70) + setval('un""used', 80) + setval('busy', 90) },
  { kind: 'schema_post', sql: 'SELECT 1/0;' },
];

describe('sequences that were there before a restore failed', () => {
  let server: ScratchServer;
  let target: SmallTarget;
  beforeAll(async () => {
    server = await SmallTarget.start();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    target = await SmallTarget.on(server);
    await target.with((client) =>
      client.query(`CREATE SEQUENCE used; SELECT setval('used', 7);
        CREATE SEQUENCE "un""used"; SELECT setval('"un""used"', 8, false);
        CREATE SEQUENCE busy; CREATE SEQUENCE apart; SELECT setval('apart', 3)`),
    );
  });
  const values = (): Promise<unknown[]> =>
    target.column(
      `SELECT concat(last_value, is_called) FROM used UNION ALL SELECT concat(last_value, is_called) FROM "un""used"
       UNION ALL SELECT concat(last_value, is_called) FROM apart`,
    );

  it('P-RESTORE-40 stand where they stood', async () => {
    const error = await target.failure(members);
    expect(error).toMatchObject({ code: 'STATEMENT_FAILED' });
    expect(error.message).not.toContain('sequences');
    expect(await values()).toEqual(['7t', '8f', '3t']);
    expect(await target.column("SELECT to_regclass('new')")).toEqual([null]);
  });

  it('P-RESTORE-40 stand where they stood after a lost connection too', async () => {
    const error = await target.failure([
      ...members.slice(0, 1),
      { kind: 'data', sql: setval('used', 70) },
      { kind: 'schema_post', sql: 'SELECT pg_terminate_backend(pg_backend_pid());' },
    ]);
    expect(error).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await values()).toEqual(['7t', '8f', '3t']);
  });

  it('that somebody uses meanwhile go on from there', async () => {
    await target
      .failure([{ kind: 'data', sql: setval('used', 70) }], {
        hooks: { after: () => target.column("SELECT nextval('used')").then(() => Promise.reject(new Error('stop'))) },
      })
      .catch(() => undefined);
    expect(await values()).toEqual(['71t', '8f', '3t']);
  });

  it('are named where they can not be set back', async () => {
    let connections = 0;
    const error = await target.failure(
      [
        { kind: 'data', sql: setval('used', 70) },
        { kind: 'schema_post', sql: 'SELECT pg_terminate_backend(pg_backend_pid());' },
      ],
      {
        connect() {
          connections += 1;
          return connections === 1 ? openRestoreConnection(target.settings) : Promise.reject(new Error('no more'));
        },
      },
    );
    expect(error.message).toContain('may have kept the numbers of the backup: public.used.');
  });

  it('have the numbers of the backup when it succeeds', async () => {
    await target.run([{ kind: 'data', sql: setval('used', 70) }]);
    expect(await values()).toEqual(['70t', '8f', '3t']);
  });
});
