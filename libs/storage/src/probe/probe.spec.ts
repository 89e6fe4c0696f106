import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { localMapped } from '../drivers/local-mapped/local-mapped';
import { putBuffer } from '../put-buffer';
import type { Storage, StorageFacts } from '../storage';
import { StorageError, type StorageErrorKind } from '../storage-error';
import { faultyStorage, memoryStorage, type MemoryStorage } from '../testing';
import { bodyOf, rejection } from '../testing/conformance/content';
import { probe } from './probe';
import { probeCheckTitles, type CheckStatus, type ProbeCheckId, type ProbeReport } from './probe-report';

const errorOf = (kind: StorageErrorKind): StorageError => new StorageError(kind, `This is ${kind}.`, 'Do something.');
const statusOf = (report: ProbeReport, id: ProbeCheckId): CheckStatus | undefined =>
  report.checks.find((check) => check.id === id)?.status;
const withStatus = (report: ProbeReport, status: CheckStatus): ProbeCheckId[] =>
  report.checks.filter((check) => check.status === status).map(({ id }) => id);
const expectNothingLeft = (memory: MemoryStorage): void => {
  expect([...memory.objects.keys()]).toEqual([]);
  expect([...memory.openUploads]).toEqual([]);
};
/** A storage with single functions of its own. */
const changed = (inner: Storage, change: Partial<Storage>): Storage => ({ ...faultyStorage(inner, {}), ...change });

describe('P-STORE-12 "Test connection"', () => {
  it('names every check, in order, and what it proved', async () => {
    const memory = memoryStorage({ capacity: 10_000_000 });
    const report = await probe(memory, { prefix: 'team/' });
    expect(report.checks.map(({ id }) => id)).toEqual(Object.keys(probeCheckTitles));
    expect(withStatus(report, 'failed')).toEqual([]);
    expect(withStatus(report, 'skipped')).toEqual(['tls', 'clock']);
    expect(report).toMatchObject({
      ok: true,
      proven: { conditions: true, versions: false, ranges: true, canDelete: true },
      availableSpace: 10_000_000,
      leftovers: [],
    });
    expectNothingLeft(memory);
  });

  it('works the same for a folder of this machine, and leaves nothing there', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'stowbase-probe-'));
    try {
      const connect = (): Promise<never> => Promise.reject(new Error('no network'));
      const report = await probe(await localMapped.open({}, { connect, localRoots: [root], forbiddenRoots: [] }));
      expect(report).toMatchObject({ ok: true, proven: { conditions: true, ranges: true, canDelete: true } });
      expect(report.availableSpace).toBeGreaterThan(0);
      expect(await readdir(root)).toEqual([]);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it.each<StorageErrorKind>(['unreachable', 'invalid-config', 'stalled', 'unexpected'])(
    'when the first request ends in %s, that is the failure, and the rest is not tried',
    async (kind) => {
      const memory = memoryStorage();
      const report = await probe(faultyStorage(memory, { calls: { stat: errorOf(kind) } }));
      expect(report.checks[0]).toMatchObject({
        id: 'reach',
        status: 'failed',
        detail: `This is ${kind}.`,
        nextStep: 'Do something.',
      });
      expect(withStatus(report, 'skipped')).toEqual(Object.keys(probeCheckTitles).slice(1));
      expect(report).toMatchObject({ ok: false, proven: { conditions: false, ranges: false, canDelete: false } });
    },
  );

  it('says how long each check took that was made, and of no other', async () => {
    const report = await probe(faultyStorage(memoryStorage(), { calls: { stat: errorOf('auth') } }));
    expect(report.checks.filter(({ ms }) => ms !== undefined).map(({ id }) => id)).toEqual([
      'reach',
      'tls',
      'sign-in',
      'clock',
    ]);
  });

  it('wrong credentials are told apart from a storage that does not answer', async () => {
    const report = await probe(faultyStorage(memoryStorage(), { calls: { stat: errorOf('auth') } }));
    expect([statusOf(report, 'reach'), statusOf(report, 'sign-in')]).toEqual(['passed', 'failed']);
    expect(statusOf(report, 'write')).toBe('skipped');
  });

  it('names the permission that a refused check needs, and none where no permission mends it', async () => {
    const permissions = { write: 'vault:Put', 'sign-in': 'vault:List' };
    const told = async (id: ProbeCheckId, calls: object) => {
      const { checks } = await probe(faultyStorage(memoryStorage(), { calls }), { permissions });
      return checks.find((check) => check.id === id);
    };
    expect(await told('write', { create: errorOf('forbidden') })).toMatchObject({
      status: 'failed',
      permission: 'vault:Put',
      code: 'STORAGE_FORBIDDEN',
    });
    expect(await told('sign-in', { stat: errorOf('auth') })).not.toHaveProperty('permission');
  });

  it('wrong credentials are blamed on one check, also where the store is asked more about itself', async () => {
    const asked = faultyStorage(memoryStorage(), { calls: { stat: errorOf('auth') } });
    const report = await probe({ ...asked, facts: () => Promise.reject(errorOf('auth')) });
    expect([withStatus(report, 'failed'), statusOf(report, 'tls')]).toEqual([['sign-in'], 'skipped']);
    const lost = await probe({ ...asked, facts: () => Promise.reject(errorOf('unreachable')) });
    expect(statusOf(lost, 'tls')).toBe('failed');
  });

  it('a store that hides what is missing from those who can not list is only warned about', async () => {
    const memory = memoryStorage();
    const report = await probe(faultyStorage(memory, { calls: { stat: [errorOf('forbidden')] } }));
    expect([statusOf(report, 'sign-in'), report.ok]).toEqual(['warning', true]);
    expectNothingLeft(memory);
  });

  it.each<[string, ProbeCheckId, (memory: MemoryStorage) => Storage]>([
    ['create is refused', 'write', (memory) => faultyStorage(memory, { calls: { create: errorOf('forbidden') } })],
    ['a write fails', 'write', (memory) => faultyStorage(memory, { failAt: 1_000 })],
    ['a commit fails', 'write', (memory) => faultyStorage(memory, { failCommit: true })],
    ['a reply is lost', 'write', (memory) => faultyStorage(memory, { loseReply: true })],
    ['a read fails', 'read', (memory) => faultyStorage(memory, { calls: { get: errorOf('forbidden') } })],
    [
      'what is read is something else',
      'read',
      (memory) => changed(memory, { get: () => Promise.resolve(Readable.from([Buffer.from('x')])) }),
    ],
    ['a range is ignored', 'range', (memory) => changed(memory, { get: (key) => memory.get(key) })],
    ['a list fails', 'list', (memory) => faultyStorage(memory, { calls: { list: errorOf('forbidden') } })],
    ['a list is empty', 'list', (memory) => changed(memory, { list: (prefix) => memory.list(`${prefix}?`) })],
    ['a stopped upload is there', 'abort', publishesWhatIsStopped],
    [
      'the space can not be asked',
      'space',
      (memory) => faultyStorage(memory, { calls: { usage: errorOf('unreachable') } }),
    ],
  ])('when %s, the check "%s" fails, and nothing is left', async (_title, id, make) => {
    const memory = memoryStorage();
    const report = await probe(make(memory));
    expect(withStatus(report, 'failed')).toEqual([id]);
    expect(report).toMatchObject({ ok: false, leftovers: [] });
    expectNothingLeft(memory);
  });

  it('F27 a store that loses bytes is found', async () => {
    const memory = memoryStorage({ losesBytes: 1 });
    const report = await probe(memory);
    expect(report.checks.find(({ id }) => id === 'write')).toMatchObject({
      status: 'failed',
      detail: expect.stringMatching(/should have 1048576 bytes, but 1048575 are stored\.$/) as string,
    });
    expectNothingLeft(memory);
  });

  it('F28 a full one is found', async () => {
    const report = await probe(memoryStorage({ capacity: 1_000 }));
    expect(statusOf(report, 'write')).toBe('failed');
  });

  it.each<StorageErrorKind>(['forbidden', 'locked'])(
    'F30 a store that refuses deletes (%s) is usable without them, and what stays is named',
    async (kind) => {
      const memory = memoryStorage();
      const report = await probe(faultyStorage(memory, { calls: { delete: errorOf(kind) } }));
      expect([statusOf(report, 'delete'), statusOf(report, 'gone')]).toEqual(['warning', 'warning']);
      expect(report).toMatchObject({ ok: true, proven: { canDelete: false } });
      expect([...report.leftovers].sort()).toEqual(expect.arrayContaining([...memory.objects.keys()].sort()));
      expect(memory.objects.size).toBe(2);
    },
  );

  it('a delete that fails otherwise is a failure, and is tried once more at the end', async () => {
    const memory = memoryStorage();
    const report = await probe(faultyStorage(memory, { calls: { delete: [errorOf('unreachable')] } }));
    expect(withStatus(report, 'failed')).toEqual(['delete']);
    expectNothingLeft(memory);
  });

  it('a store where deleted objects stay is found', async () => {
    const report = await probe(changed(memoryStorage(), { delete: () => Promise.resolve() }));
    expect(withStatus(report, 'failed')).toEqual(['gone']);
  });

  it('a store that overwrites is warned about: conditions are not proven', async () => {
    const memory = memoryStorage({ overwrites: true });
    const report = await probe(memory);
    expect(report.checks.find(({ id }) => id === 'conditions')).toMatchObject({ status: 'warning' });
    expect(report).toMatchObject({ ok: true, proven: { conditions: false } });
    expectNothingLeft(memory);
  });

  it.each<[string, Partial<StorageFacts>, ProbeCheckId, CheckStatus]>([
    ['a verified certificate', { tls: 'verified' }, 'tls', 'passed'],
    ['no encryption', { tls: 'none' }, 'tls', 'warning'],
    ['a clock five minutes off', { clockSkewMs: -300_000 }, 'clock', 'passed'],
    ['a clock more than five minutes off', { clockSkewMs: -300_001 }, 'clock', 'warning'],
    ['older versions that stay', { versioning: true }, 'gone', 'warning'],
    ['locks', { locking: true }, 'gone', 'warning'],
  ])('tells of %s', async (_title, change, id, status) => {
    const facts = { tls: null, clockSkewMs: null, versioning: null, locking: null, ...change };
    const report = await probe(memoryStorage({ facts }));
    expect(statusOf(report, id)).toBe(status);
    expect(report).toMatchObject({ ok: true, proven: { versions: change.versioning === true } });
  });

  it('a signal stops it, and what it had written is removed', async () => {
    const memory = memoryStorage();
    const stop = new AbortController();
    const cause = new Error('the page was closed');
    const stopping = changed(memory, {
      get: (key, options) => {
        stop.abort(cause);
        return memory.get(key, options);
      },
    });
    expect(await rejection(probe(stopping, { signal: stop.signal }))).toBe(cause);
    expectNothingLeft(memory);
  });

  it('a prefix that is none is refused before anything is done', async () => {
    expect(await rejection(probe(memoryStorage(), { prefix: '../x' }))).toMatchObject({ field: 'prefix' });
  });
});

/** A store that takes the end of a connection for the end of the body. */
function publishesWhatIsStopped(memory: MemoryStorage): Storage {
  return changed(memory, {
    async create(key, options) {
      const upload = await memory.create(key, options);
      return {
        write: (chunk) => upload.write(chunk),
        commit: (expected) => upload.commit(expected),
        async abort(cause) {
          await upload.abort(cause);
          if (key.endsWith('-stopped')) await putBuffer(memory, key, bodyOf(3));
        },
      };
    },
  });
}
