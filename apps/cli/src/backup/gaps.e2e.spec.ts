import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshTarget, type ScratchServer } from '@stowbase/postgres/testing';
import { stowbase, type CliRun } from '../testing/built-cli';

/** A project whose backups are made by a role that may read the user's own tables, but nothing of the platform. */
describe('stowbase backup as a role that can not read everything', () => {
  let server: ScratchServer;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowbase-gaps-'));
    server = await freshTarget();
    server.passwords.set('reader', 'a reader');
    await server.with('postgres', 'postgres', (client) =>
      client.query(`CREATE ROLE reader LOGIN PASSWORD 'a reader';
        CREATE TABLE public.notes (id int PRIMARY KEY, note text); INSERT INTO public.notes VALUES (1, 'seen');
        GRANT USAGE ON SCHEMA public TO reader; GRANT SELECT ON public.notes TO reader`),
    );
  }, 60_000);
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const backup = (...args: string[]): Promise<CliRun> => {
    const url = `${server.url('reader', 'postgres')}?sslmode=disable`;
    return stowbase(['backup', '--quiet', '--out', folder, ...args], { env: { SOURCE_DATABASE_URL: url } });
  };

  it('P-CLI-5 ends with exit code 3 and names each gap with its reason', async () => {
    const { code, stdout } = await backup();
    expect(code).toBe(3);
    expect(stdout).toMatch(/^Complete with gaps: /);
    expect(stdout).toMatch(/auth users/i);
    expect(stdout).toContain('auth.users');
  }, 60_000);

  it('P-CLI-7 large objects that it may not read are refused by name, or left out on request and told as off', async () => {
    await server.with('postgres', 'postgres', (client) =>
      client.query("SELECT lo_from_bytea(0, 'kept from the reader')"),
    );
    const refused = await backup();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/GRANT SELECT ON LARGE OBJECT \d+ TO "reader".*\[PERMISSION_DENIED\]/);

    const { code, stdout } = await backup('--no-large-objects', '--json');
    const { components, gaps } = JSON.parse(stdout) as {
      components: { name: string; status: string; reason: string | null }[];
      gaps: { component: string }[];
    };
    expect(code).toBe(3);
    expect(components.find(({ name }) => name === 'large_objects')).toMatchObject({
      status: 'off',
      reason: 'left out on request',
    });
    expect(gaps.map(({ component }) => component)).not.toContain('large_objects');
    await server.with('postgres', 'postgres', (client) =>
      client.query('SELECT lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata'),
    );
  }, 60_000);

  it('P-CLI-5 says the same to a program, and the archive is whole all the same', async () => {
    const { code, stdout } = await backup('--json');
    const document = JSON.parse(stdout) as {
      status: string;
      file: string;
      gaps: { component: string; reason: string }[];
    };
    expect([code, document.status]).toEqual([3, 'done_with_gaps']);
    expect(document.gaps.map(({ component }) => component)).toEqual(
      expect.arrayContaining(['auth_users', 'storage_metadata']),
    );
    expect(document.gaps.every(({ reason }) => reason !== '')).toBe(true);
    expect((await stowbase(['verify', '--deep', document.file])).code).toBe(0);
  }, 60_000);
});
