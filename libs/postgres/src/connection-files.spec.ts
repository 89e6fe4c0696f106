import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { ConnectionFiles, escapePassField } from './connection-files';
import { createRunFolder, sweepRunFolders } from './run-folders';
import type { ConnectionSettings } from './settings';

let runRoot: string;
beforeEach(async () => (runRoot = await mkdtemp(path.join(tmpdir(), 'stowbase-files-'))));
afterEach(() => rm(runRoot, { recursive: true, force: true }));

const settings: ConnectionSettings = {
  host: '2001:db8::1',
  port: 5433,
  user: 'a:b',
  password: 'canary\\SECRET:x',
  database: '--file=x',
  tls: { mode: 'require' },
};

describe('the files of a connection', () => {
  it('give an environment made from nothing, without the password', async () => {
    const files = await ConnectionFiles.create({ ...settings, hostAddress: '192.0.2.1' }, { runRoot });
    expect(files.env).toEqual({
      PGHOST: '2001:db8::1',
      PGHOSTADDR: '192.0.2.1',
      PGPORT: '5433',
      PGUSER: 'a:b',
      PGDATABASE: '--file=x',
      PGPASSFILE: path.join(files.dir, 'pgpass'),
      PGSSLMODE: 'require',
      PGGSSENCMODE: 'disable',
      PGCONNECT_TIMEOUT: '20',
      PGAPPNAME: 'stowbase',
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LC_ALL: 'C',
      HOME: path.join(files.dir, 'home'),
    });
    expect(await readdir(files.env['HOME']!)).toEqual([]);
    await files.dispose();
  });

  it('are for this user only, and gone after dispose', async () => {
    const files = await ConnectionFiles.create({ ...settings, tls: { mode: 'verify-full', ca: 'PEM' } }, { runRoot });
    expect((await stat(files.dir)).mode & 0o777).toBe(0o700);
    for (const file of ['pgpass', 'root.crt'])
      expect((await stat(path.join(files.dir, file))).mode & 0o777).toBe(0o600);
    expect(await readFile(files.env['PGSSLROOTCERT']!, 'utf8')).toBe('PEM');
    await files.dispose();
    expect(await readdir(runRoot)).toEqual([]);
    await files.dispose();
  });

  it('escape what has a meaning in a pass file', async () => {
    const files = await ConnectionFiles.create(settings, { runRoot });
    const line = await readFile(files.env['PGPASSFILE']!, 'utf8');
    expect(line).toBe('2001\\:db8\\:\\:1:5433:*:a\\:b:canary\\\\SECRET\\:x\n');
    await files.dispose();
  });

  it('give the verify modes a list of authorities where none was given', async () => {
    const files = await ConnectionFiles.create({ ...settings, tls: { mode: 'verify-full' } }, { runRoot });
    expect(await readFile(files.env['PGSSLROOTCERT']!, 'utf8')).toContain('-----BEGIN CERTIFICATE-----');
    await files.dispose();
  });

  it('are not made for a password no pass file can carry', async () => {
    await expect(ConnectionFiles.create({ ...settings, password: 'a\nb' }, { runRoot })).rejects.toMatchObject({
      code: 'PASSWORD_INVALID',
    });
    await expect(ConnectionFiles.create({ ...settings, host: '/var/run' }, { runRoot })).rejects.toMatchObject({
      code: 'HOST_INVALID',
    });
    expect(await readdir(runRoot)).toEqual([]);
  });

  it('any field comes back by the rules of the pass file', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (fields) => {
        const line = fields.map(escapePassField).join(':');
        const read = [...line.matchAll(/((?:\\.|[^\\:])*)(:|$)/gs)]
          .slice(0, fields.length)
          .map(([, field]) => field?.replaceAll(/\\(.)/gs, '$1'));
        expect(read).toEqual(fields);
      }),
    );
  });
});

describe('sweeping run folders', () => {
  it('removes those of dead processes and leaves the rest', async () => {
    const child = spawn('/bin/true');
    await once(child, 'exit');
    const dead = path.join(runRoot, `stowbase-run-${child.pid}-123-abcDEF`);
    const reused = path.join(runRoot, `stowbase-run-${process.pid}-1-abcDEF`);
    await mkdir(path.join(dead, 'home'), { recursive: true });
    await mkdir(reused);
    await mkdir(path.join(runRoot, 'stowbase-run-notes'));
    await mkdir(path.join(runRoot, 'target'));
    await symlink(path.join(runRoot, 'target'), path.join(runRoot, `stowbase-run-${child.pid}-124-abcDEF`));
    const alive = await createRunFolder(runRoot);
    expect((await sweepRunFolders(runRoot)).sort()).toEqual([dead, reused].sort());
    const left = (await readdir(runRoot)).sort();
    expect(left).toEqual(
      [path.basename(alive), `stowbase-run-${child.pid}-124-abcDEF`, 'stowbase-run-notes', 'target'].sort(),
    );
    expect((await lstat(path.join(runRoot, 'target'))).isDirectory()).toBe(true);
  });
});
