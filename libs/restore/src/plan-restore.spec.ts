import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import type { ConnectionSettings } from '@stowbase/postgres';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { planRestore } from './plan-restore';
import type { PlanRequest, RestoreProgress } from './request';

jest.setTimeout(120_000);

describe('planRestore', () => {
  let source: FixtureSource;
  let target: ScratchServer;
  let file: string;

  beforeAll(async () => {
    [source, target] = await Promise.all([fixtureSource({ fixture: 'plain' }), freshTarget()]);
    ({ file } = await source.backup());
  });
  afterAll(() => Promise.all([source.stop(), target.stop()]));

  const plan = async (archive: string, change: Partial<PlanRequest> = {}): ReturnType<typeof planRestore> => {
    const settings = target.settings('postgres', 'postgres');
    return planRestore({
      archive: await openArchive(fileSource(archive)),
      target: settings,
      mode: 'empty',
      only: [],
      ...change,
    });
  };
  const sha256 = async (): Promise<string> =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex');

  it('P-RESTORE-25 checks the archive before the target is contacted: damage, or another file than the noted one, ends it', async () => {
    const { settings, contacts, close } = await listeningOnly();
    try {
      const damaged = path.join(source.folder, 'damaged.tar');
      await writeFile(damaged, flipped(await readFile(file), await offsetOfRows(file, 'public.orders')));
      await expect(plan(damaged, { target: settings })).rejects.toMatchObject({
        name: 'ArchiveError',
        kind: 'damaged',
        message: expect.stringMatching(/damaged in sql\/.*table public\.orders.*Nothing was changed\.$/s) as string,
      });
      const other = { target: settings, expectedFileSha256: '0'.repeat(64) };
      await expect(plan(file, other)).rejects.toMatchObject({ code: 'ORIGIN_DIFFERENT', kind: 'refused' });
      expect(contacts()).toBe(0);
    } finally {
      await close();
    }
  });

  it('says whether the origin is proven', async () => {
    const proven = await plan(file, { expectedFileSha256: (await sha256()).toUpperCase() });
    expect(proven.archive.originProven).toBe(true);
    expect(proven.warnings.map(({ code }) => code)).not.toContain('ORIGIN_NOT_PROVEN');
    const unknown = await plan(file);
    expect(unknown.archive.originProven).toBe(false);
    expect(unknown.warnings.map(({ code }) => code)).toContain('ORIGIN_NOT_PROVEN');
  });

  it('says what is in the backup, where it goes, and what no backup holds', async () => {
    const seen: RestoreProgress[] = [];
    const found = await plan(file, { onProgress: (progress) => seen.push(progress) });
    expect(found.archive).toMatchObject({ database: 'postgres', encrypted: false, projectRef: null });
    expect(found.target).toMatchObject({
      kind: 'self-hosted',
      user: 'postgres',
      superuser: false,
      confirmation: 'postgres',
    });
    expect(found.tables).toEqual(expect.arrayContaining([{ schema: 'public', name: 'empty_table', rows: 0 }]));
    expect(found.rawBytes).toBeGreaterThan(100_000);
    expect(found.warnings.find(({ code }) => code === 'LIMIT_LOGIN_PASSWORDS')?.text).toContain('reporting');
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(['check', 'plan']);
    const checked = seen.filter(({ stage }) => stage === 'check');
    expect(checked.at(-1)).toEqual({
      stage: 'check',
      bytes: checked[0]?.totalBytes,
      totalBytes: checked[0]?.totalBytes,
    });
    expect(JSON.stringify({ ...found, script: undefined })).not.toContain('canary');
  });

  it('names an older server, and the versions of extensions that differ', async () => {
    const archive = await openArchive(fileSource(file));
    const newer = Object.create(archive, {
      manifest: { value: { ...archive.manifest, serverVersionNum: 990_000 } },
    }) as typeof archive;
    newer.readMember = (name) => archive.readMember(name);
    newer.contents = async () => {
      const contents = await archive.contents();
      const extensions = contents.source.extensions.map((one) =>
        one.name === 'citext' ? { ...one, version: '99.9' } : one,
      );
      return { ...contents, source: { ...contents.source, extensions } };
    };
    newer.verify = (level, options) => archive.verify(level, options);
    await expect(plan(file, { archive: newer })).rejects.toMatchObject({ code: 'TARGET_OLDER' });
    const found = await plan(file, { archive: newer, allowOlderServer: true });
    expect(found.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['TARGET_OLDER', 'EXTENSION_VERSION']),
    );
    expect(found.warnings.find(({ code }) => code === 'EXTENSION_VERSION')?.text).toMatch(
      /^Extension citext was version 99\.9; this server has \d/,
    );
  });
});

/** Where a table's first member of rows is, in the middle. */
async function offsetOfRows(file: string, table: string): Promise<number> {
  const archive = await openArchive(fileSource(file));
  const { tables } = await archive.contents();
  const number = tables.find(({ schema, name }) => `${schema}.${name}` === table)?.members[0];
  const member = archive.members.find((one) => one.number === number)!;
  await archive.close();
  return member.offset + Math.floor(member.storedSize / 2);
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}

/** Something that only counts who comes. */
async function listeningOnly(): Promise<{ settings: ConnectionSettings; contacts(): number; close(): Promise<void> }> {
  let count = 0;
  const server: Server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    settings: { host: '127.0.0.1', port, user: 'postgres', database: 'postgres', tls: { mode: 'disable' } },
    contacts: () => count,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
