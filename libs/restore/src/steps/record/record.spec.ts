import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import type { RunCounts } from '../../run/run-types';
import { tableKey } from '../../table-name';
import { refuseUnfinished } from './refuse-unfinished';
import { noCounts, readRecord, stepKey, type RestoreRecord } from './restore-record';
import { createRecord, dropRecord, noteClosed, doneStatement, notePhase, type RecordHead } from './write-record';

const head: RecordHead = { backupId: 'b1', fileSha256: 'f1', scriptSha256: 's1', targetKind: 'plain' };
const counts = (change: Partial<RunCounts>): RunCounts => ({ ...noCounts(), ...change });

describe('the record of a restore in steps', () => {
  let server: ScratchServer;
  let client: Client;
  beforeAll(async () => {
    server = await freshTarget();
    client = await server.connect('postgres', 'postgres');
  }, 60_000);
  afterAll(async () => {
    await client.end();
    await server.stop();
  });
  beforeEach(() => client.query('BEGIN'));
  afterEach(() => client.query('ROLLBACK'));

  const done = (...what: Parameters<typeof doneStatement>) => client.query(doneStatement(...what));

  it('is not there when nothing is unfinished', async () => {
    expect(await readRecord(client)).toBeNull();
    await createRecord(client, head);
    await dropRecord(client);
    expect(await readRecord(client)).toBeNull();
    expect((await client.query(`SELECT FROM pg_namespace WHERE nspname = 'stowbase_restore'`)).rowCount).toBe(0);
  });

  it('says what is done, with the sum of what was counted', async () => {
    const orders = tableKey({ schema: 'public', name: 'or "d; ers' });
    const skipped = [{ member: 'm', statement: 3, text: 'half a \ud83d', reason: 'no right' }];
    await createRecord(client, head);
    await done([{ step: 'definitions' }], counts({ statements: 5, skipped }));
    await done([{ step: 'rows', member: 7 }], counts({ statements: 2, rows: new Map([[orders, 10]]) }));
    await done([{ step: 'rows', member: 8 }], counts({ rows: new Map([[orders, 3]]) }));
    await done(
      [
        { step: 'key', member: 9, statement: 0 },
        { step: 'key', member: 9, statement: 4 },
      ],
      counts({ statements: 2 }),
    );
    await done([{ step: 'round', round: 0 }], counts({}));
    await noteClosed(client, [{ schema: 'a "b"', taken: [{ role: null, grantOption: false }], lent: ["it's"] }]);
    await notePhase(client, 'keys');

    const record = await readRecord(client);

    expect(record).toMatchObject({ ...head, phase: 'keys' });
    expect(record!.startedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(record!.closedSchemas).toEqual([
      { schema: 'a "b"', taken: [{ role: null, grantOption: false }], lent: ["it's"] },
    ]);
    expect(record!.counts).toEqual({ statements: 9, rows: new Map([[orders, 13]]), skipped });
    expect([...record!.done].sort()).toEqual(
      ['definitions 0 0', 'key 9 0', 'key 9 4', 'round 0 0', 'rows 7 0', 'rows 8 0'].sort(),
    );
    expect(record!.done.has(stepKey({ step: 'key', member: 9, statement: 4 }))).toBe(true);
  });

  it('takes no step twice', async () => {
    await createRecord(client, head);
    await done([{ step: 'rows', member: 7 }], counts({}));
    await expect(done([{ step: 'rows', member: 7 }], counts({}))).rejects.toMatchObject({ code: '23505' });
  });

  it('gives nobody a right, whatever default privileges there are', async () => {
    await client.query(`
      ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO anon, PUBLIC; ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO anon WITH GRANT OPTION`);
    await createRecord(client, head);
    const { rows } = await client.query(`
      SELECT a.grantee FROM pg_namespace n, aclexplode(n.nspacl) a WHERE n.nspname = 'stowbase_restore' AND a.grantee <> n.nspowner
      UNION ALL SELECT a.grantee FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'stowbase_restore'::regnamespace AND a.grantee <> c.relowner`);
    expect(rows).toEqual([]);
    await client.query('CREATE ROLE stranger; SET LOCAL ROLE anon');
    await expect(readRecord(client)).rejects.toMatchObject({ code: 'RESTORE_UNFINISHED' });
  });
});

describe('a target with a record', () => {
  const record: RestoreRecord = {
    ...head,
    startedAt: '2026-01-01T00:00:00Z',
    phase: 'rows',
    closedSchemas: ['public', 'app'].map((schema) => ({ schema, taken: [], lent: [] })),
    done: new Set(['definitions 0 0', 'rows 7 0']),
    counts: noCounts(),
  };
  const asked = { backupId: 'b1', fileSha256: 'f1' };
  const refusal = (found: RestoreRecord | null, resume: boolean, archive = asked): unknown => {
    try {
      refuseUnfinished(found, { ...archive, resume });
      return null;
    } catch (error) {
      return error;
    }
  };

  it('is refused with what is done, what is closed and how to go on, unless asked to go on', () => {
    expect(refusal(record, false)).toMatchObject({
      code: 'RESTORE_UNFINISHED',
      closedSchemas: ['public', 'app'],
      message:
        'A restore of this archive, begun 2026-01-01T00:00:00Z, is unfinished: the definitions and 1 member of rows are restored. The schemas "public", "app" stay closed: the API can\'t see what is in them.',
      nextStep: expect.stringContaining('--resume') as string,
    });
    expect(refusal(record, true)).toBeNull();
  });

  it('is refused for another archive, also when asked to go on', () => {
    for (const other of [
      { backupId: 'b2', fileSha256: 'f1' },
      { backupId: 'b1', fileSha256: 'f2' },
    ]) {
      expect(refusal(record, true, other)).toMatchObject({ code: 'RESTORE_OTHER_ARCHIVE' });
      expect(refusal(record, false, other)).toMatchObject({ code: 'RESTORE_OTHER_ARCHIVE' });
    }
  });

  it('is nothing to go on with when there is none', () => {
    expect(refusal(null, true)).toMatchObject({ code: 'RESUME_NOTHING' });
    expect(refusal(null, false)).toBeNull();
  });
});
