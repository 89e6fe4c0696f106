import { spawnSync } from 'node:child_process';
import { link, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { Storage, UploadState } from '../../storage';
import { bodyOf, readAll, rejection } from '../../testing/conformance/content';
import { localMapped } from './local-mapped';

const key = 'project/backup.tar';

describe('P-STORE-6 a process that is killed (SIGKILL) during an upload', () => {
  let top: string;
  let program: string;
  let root: string;
  beforeAll(async () => {
    top = await mkdtemp(path.join(tmpdir(), 'stowbase-killed-'));
    program = path.join(top, 'killed-upload.mjs');
    const entry = path.join(import.meta.dirname, 'testing/killed-upload.ts');
    await build({ entryPoints: [entry], outfile: program, bundle: true, platform: 'node', format: 'esm' });
  }, 30_000);
  afterAll(() => rm(top, { recursive: true }));
  beforeEach(async () => {
    root = await mkdtemp(path.join(top, 'root-'));
  });

  /** Runs the upload until it is killed at the stage. Returns the state that it had recorded. */
  const killedAt = async (stage: string): Promise<UploadState> => {
    const stateFile = path.join(top, 'state.json');
    const { signal, stderr } = spawnSync(process.execPath, [program, root, stateFile, stage], { encoding: 'utf8' });
    expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
    return JSON.parse(await readFile(stateFile, 'utf8')) as UploadState;
  };
  const afterwards = (): Promise<Storage> =>
    localMapped.open(
      {},
      { connect: () => Promise.reject(new Error('no network')), localRoots: [root], forbiddenRoots: [] },
    );
  const files = (): Promise<string[]> => readdir(path.join(root, 'project'));

  it.each([
    ['before its first byte', 'state', 0],
    ['with an empty file', 'created', 1],
    ['with everything written and not committed', 'written', 1],
  ])(
    '%s leaves at most the file that its recorded state names, and a sweep removes it',
    async (_title, stage, left) => {
      const state = await killedAt(stage);
      expect(await files()).toEqual([state['tempName']].slice(0, left));
      const storage = await afterwards();
      expect(await rejection(storage.stat(key))).toMatchObject({ kind: 'not-found' });
      for await (const object of storage.list('')) throw new Error(`${object.key} must not be listed`);
      await storage.sweep(key, state);
      expect(await files()).toEqual([]);
      await storage.sweep(key, state);
    },
  );

  it('after its commit leaves the whole object, and a sweep takes nothing', async () => {
    const state = await killedAt('committed');
    const storage = await afterwards();
    await storage.sweep(key, state);
    expect(await files()).toEqual(['backup.tar']);
    expect((await readAll(await storage.get(key))).equals(bodyOf(3_000_000))).toBe(true);
  });

  it('between giving the name and removing the old one: a sweep removes the old name only', async () => {
    const { tempName = '' } = await killedAt('committed');
    await link(path.join(root, key), path.join(root, 'project', tempName));
    const storage = await afterwards();
    await storage.sweep(key, { tempName });
    expect(await files()).toEqual(['backup.tar']);
    expect((await storage.stat(key)).size).toBe(3_000_000);
  });
});
