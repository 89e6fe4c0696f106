import { randomBytes } from 'node:crypto';
import { ArchiveWriter } from '@stowbase/archive';
import type { SqlPart } from '@stowbase/sql-stream';
import { allTogether } from './all-together';
import { ArchiveTarget } from './archive-target';
import { StageClock } from './stage-clock';
import { storeDump, type StorePlan } from './store-dump';

const plan: StorePlan = {
  rewrite: (part) => [part],
  statementSpec: () => ({ group: 'sql', kind: 'data' }),
  copySpec: (schema, table) => ({ group: 'sql', kind: 'data', name: `${schema}.${table}` }),
  quietTriggers: () => false,
};
const begin = (table: string): SqlPart => ({
  type: 'copy-begin',
  lead: Buffer.alloc(0),
  text: Buffer.from(`COPY "public"."${table}" ("a") FROM stdin;\n`),
  target: { schema: 'public', table },
});
const row = (bytes: number): SqlPart => ({
  type: 'copy-data',
  bytes: Buffer.from(`${randomBytes(bytes / 2).toString('hex')}\n`),
  rows: 1,
});

async function openTarget(): Promise<ArchiveTarget> {
  const writer = await ArchiveWriter.open({
    sink: { write: () => Promise.resolve() },
    identity: {
      ...{
        backupId: '0197f3a2-5b1c-4d2e-8f00-112233445566',
        attempt: 1,
        createdAt: new Date(0),
        snapshotAt: new Date(0),
      },
      ...{ projectSlug: 'shop', projectName: 'shop', projectRef: null, serverVersionNum: 150000 },
      tools: { stowbase: 'test', pgDump: '15', node: '24' },
    },
    compression: { method: 'zstd', level: 1 },
    recipients: [],
    window: 2,
  });
  return new ArchiveTarget(writer, new StageClock(), () => undefined);
}

describe('P-JOBS-3 dumps that share an archive', () => {
  it.each(['inside a long row', 'between two rows'])(
    'end at once with the first cause when one dies %s',
    async (where) => {
      const target = await openTarget();
      const stop = new AbortController();
      const cause = new Error('the server closed the connection');
      const dies = async function* (): AsyncGenerator<SqlPart[]> {
        yield [begin('wide')];
        const { bytes } = row(5_000_000) as { bytes: Buffer };
        const cut = where === 'inside a long row' ? bytes.subarray(0, -1) : bytes;
        yield [{ type: 'copy-data', bytes: cut, rows: 0 }];
        // The other one fills the window meanwhile.
        for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
        throw cause;
      };
      const goesOn = async function* (): AsyncGenerator<SqlPart[]> {
        yield [begin('narrow')];
        for (;;) {
          yield await Promise.resolve([row(1_000_000)]);
          if (stop.signal.aborted) throw new Error('it was ended');
        }
      };
      const work = [dies(), goesOn()].map((parts) => storeDump(parts, target, plan));
      await expect(allTogether(work, stop)).rejects.toBe(cause);
    },
  );
});
