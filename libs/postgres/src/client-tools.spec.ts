import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseClient, findClientTools, type ClientTool } from './client-tools';
import { isOutdated, knowsRestrictKey, parseToolVersion } from './client-versions';

const tool = (major: number, minor = 99): ClientTool => ({
  major,
  minor,
  version: `${major}.${minor}`,
  dir: `/x/${major}`,
  pgDump: `/x/${major}/pg_dump`,
  restrictKey: true,
  outdated: false,
});

describe('the version of a client', () => {
  it.each([
    ['pg_dump (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)\n', 15, 20],
    ['pg_dump (PostgreSQL) 17.6\n', 17, 6],
    ['pg_dump (PostgreSQL) 19beta1\n', 19, 0],
    ['pg_dumpall (PostgreSQL) 18devel\n', 18, 0],
  ])('%j', (output, major, minor) => {
    expect(parseToolVersion(output)).toMatchObject({ major, minor });
  });

  it('is not read from other programs', () => {
    expect(parseToolVersion('tar (GNU tar) 1.34')).toBeNull();
  });

  it.each([
    [13, 99, true],
    [14, 23, true],
    [14, 24, false],
    [15, 18, true],
    [15, 19, false],
    [16, 14, true],
    [16, 15, false],
    [17, 10, true],
    [17, 11, false],
    [18, 5, true],
    [18, 6, false],
    [19, 0, false],
  ])('%d.%d is outdated: %s', (major, minor, outdated) => {
    expect(isOutdated({ major, minor })).toBe(outdated);
  });

  it.each([
    [12, 99, false],
    [13, 21, false],
    [13, 22, true],
    [14, 18, false],
    [14, 19, true],
    [15, 13, false],
    [15, 14, true],
    [16, 9, false],
    [16, 10, true],
    [17, 5, false],
    [17, 6, true],
    [18, 0, true],
  ])('%d.%d knows --restrict-key: %s', (major, minor, known) => {
    expect(knowsRestrictKey({ major, minor })).toBe(known);
  });
});

describe('choosing a client', () => {
  it('takes the lowest major that can read the server, and its newest minor', () => {
    const tools = [tool(18), tool(16, 1), tool(16, 5), tool(15)];
    expect(chooseClient(tools, 16)).toMatchObject({ major: 16, minor: 5 });
    expect(chooseClient(tools, 17)).toMatchObject({ major: 18 });
    expect(chooseClient(tools, 14)).toMatchObject({ major: 15 });
  });

  it('F19 refuses a server newer than every client, with the command that installs one', () => {
    const refusal: unknown = expect.objectContaining({
      code: 'CLIENT_TOO_OLD',
      nextStep: expect.stringContaining('postgresql-client-18') as string,
    });
    expect(() => chooseClient([tool(15), tool(17)], 18)).toThrow(refusal as Error);
    const missing: unknown = expect.objectContaining({ code: 'CLIENT_MISSING' });
    expect(() => chooseClient([], 17)).toThrow(missing as Error);
  });
});

describe('finding clients', () => {
  let root: string;
  const previous = process.env['PG_CLIENT_DIRS'];

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'stowbase-clients-'));
    await fake('17/bin', 'pg_dump', 'echo "pg_dump (PostgreSQL) 17.3"');
    await fake('17/bin', 'psql', 'true');
    await fake('16/bin', 'pg_dump', 'echo "pg_dump (PostgreSQL) 16.15"');
    await fake('broken/bin', 'pg_dump', 'exit 1');
    await fake('other/bin', 'pg_dump', 'echo "dump of something else"');
    await fake('wrapper/bin', 'pg_wrapper', 'echo "pg_dump (PostgreSQL) 18.6"');
    await symlink('pg_wrapper', path.join(root, 'wrapper/bin/pg_dump'));
    await mkdir(path.join(root, 'empty/bin'), { recursive: true });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  afterEach(() => {
    if (previous === undefined) delete process.env['PG_CLIENT_DIRS'];
    else process.env['PG_CLIENT_DIRS'] = previous;
  });

  async function fake(dir: string, name: string, script: string): Promise<void> {
    await mkdir(path.join(root, dir), { recursive: true });
    await writeFile(path.join(root, dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  it('passes over what is missing, broken, foreign or a wrapper', async () => {
    const found = await findClientTools({ dirs: [path.join(root, '*/bin'), '/nowhere'] });
    expect(found).toEqual([
      expect.objectContaining({ major: 16, minor: 15, outdated: false, restrictKey: true }),
      expect.objectContaining({
        major: 17,
        minor: 3,
        outdated: true,
        restrictKey: false,
        psql: path.join(root, '17/bin/psql'),
      }),
    ]);
    expect(found[0]).not.toHaveProperty('psql');
  });

  it('looks only where PG_CLIENT_DIRS says', async () => {
    process.env['PG_CLIENT_DIRS'] = `${root}/17/bin:${root}/16/bin:relative/dir`;
    expect((await findClientTools()).map((found) => found.major)).toEqual([16, 17]);
  });

  it("finds this machine's own clients by itself", async () => {
    delete process.env['PG_CLIENT_DIRS'];
    const found = await findClientTools();
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map(({ pgDump }) => pgDump)).size).toBe(found.length);
  });
});
