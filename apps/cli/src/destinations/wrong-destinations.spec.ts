import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stowbase } from '../testing/built-cli';

const secret = 'c4nary/S3CRET+w0rd';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-dest-'));
  await mkdir(join(folder, 'backups'));
  await writeFile(join(folder, 'backups/there.tar'), 'older');
  await writeFile(join(folder, 'empty.txt'), '\n', { mode: 0o600 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const url = 'postgresql://ann:S3cr3t-w0rd@127.0.0.1:1/shop?sslmode=disable';
const backup = (...outs: string[]): string[] => ['backup', ...outs.flatMap((out) => ['--out', out])];

/** Command line, what the one line must hold, and what the environment has beside the database. */
const cases: [string, string[], RegExp, Record<string, string>?][] = [
  ['backup: an unknown destination', backup('dropbox:'), /There is no destination dropbox:; there is .*local_mapped:/],
  ['backup: one among others', backup('.', 'dropbox:x/'), /There is no destination dropbox:/],
  ['backup: a place twice', backup('local_mapped:', 'local_mapped:'), /--out local_mapped: is given twice/],
  ['backup: a browser', backup('browser_download:'), /browser_download: is a download in the web app/],
  [
    'backup: neither folder nor key',
    backup('local_mapped:nightly'),
    /neither a folder nor a \.tar.*local_mapped:nightly\//,
  ],
  ['backup: a key that is a way out', backup('local_mapped:../x.tar'), /has a part "\.\."/],
  ['backup: a folder with an empty part', backup('local_mapped:a//'), /empty part/],
  [
    'backup: an existing key',
    backup('local_mapped:there.tar'),
    /local_mapped:there\.tar exists already and is never overwritten/,
  ],
  [
    'backup: an existing key among others',
    backup('.', 'local_mapped:there.tar'),
    /exists already and is never overwritten/,
  ],
  ['backup: two documents', [...backup('-', 'local_mapped:'), '--json'], /both want standard output/],
  [
    'backup: a folder that is not open for backups',
    backup('local_mapped:'),
    /outside of the folders that are open for backups.*LOCAL_STORAGE_ROOTS/,
    { LOCAL_STORAGE_PATH: '/etc' },
  ],
  [
    'backup: a wrong setting, named by its variable',
    backup('local_mapped:'),
    /local_mapped: is not set up\. LOCAL_STORAGE_MAX_SIZE: Largest size must be a size/,
    { LOCAL_STORAGE_MAX_SIZE: 'huge' },
  ],
  [
    'backup: a bucket that is not set up names what is missing',
    backup('s3:'),
    /s3: is not set up\. S3_BUCKET: .* is missing\. S3_ACCESS_KEY_ID: .* is missing\. S3_SECRET_ACCESS_KEY: .* is missing/,
  ],
  [
    'verify: a Nextcloud that is set up in part',
    ['verify', 'nextcloud:x.tar'],
    /nextcloud: is not set up\. NEXTCLOUD_USERNAME: .* is missing/,
    { NEXTCLOUD_URL: 'https://cloud.example.org', NEXTCLOUD_PASSWORD: secret },
  ],
  [
    'copy: a Google Drive that is not set up',
    ['copy', 'google_drive:x.tar', '.'],
    /google_drive: is not set up\. GOOGLE_DRIVE_/,
  ],
  [
    'list: a secret in two places',
    ['list', 's3:'],
    /S3_SECRET_ACCESS_KEY and S3_SECRET_ACCESS_KEY_FILE are both set/,
    { S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'a', S3_SECRET_ACCESS_KEY: secret, S3_SECRET_ACCESS_KEY_FILE: 'empty.txt' },
  ],
  [
    'list: an address with a password in it, not repeated',
    ['list', 'nextcloud:'],
    /NEXTCLOUD_URL: .* must not hold a user name or password/,
    {
      NEXTCLOUD_URL: `https://me:${encodeURIComponent(secret)}@cloud.example.org`,
      NEXTCLOUD_USERNAME: 'me',
      NEXTCLOUD_PASSWORD: 'another',
    },
  ],
  ['inspect: an unknown destination', ['inspect', 'ftp:x.tar'], /There is no destination ftp:.*\.\/ftp:x\.tar/],
  [
    'inspect: a destination without a key',
    ['inspect', 'local_mapped:'],
    /names no archive.*stowbase list local_mapped:/,
  ],
  ['verify: a browser', ['verify', 'browser_download:x.tar'], /can't be read from or written to here/],
  ['verify: a bucket in the key', ['verify', 'local_mapped://bucket/x.tar'], /come from LOCAL_STORAGE_… variables/],
  ['extract: a bad key', ['extract', 'local_mapped:a\\b', '--to', 'x'], /holds a backslash/],
  ['salvage: a bad key', ['extract', 'local_mapped:/x', '--to', 'x', '--salvage'], /begins with "\/"/],
  ['list without a place', ['list'], /missing required argument 'place'/],
  ['list: a path', ['list', './backups'], /That is no destination\. There is .*local_mapped:/],
  ['list: an unknown destination', ['list', 'dropbox'], /There is no destination dropbox:/],
  ['copy without a target', ['copy', 'a.tar'], /missing required argument 'to'/],
  ['copy: three places', ['copy', 'a', 'b', 'c'], /takes from and to, not more/],
  ['copy: from a pipe', ['copy', '-', 'local_mapped:'], /copy is between files and destinations/],
  ['copy: from a browser', ['copy', 'browser_download:x.tar', '.'], /download in the web app/],
  ['destinations without a command', ['destinations'], /name a command: list, test, sweep/],
  ['destinations: a misspelt command', ['destinations', 'tset'], /unknown command 'tset' \(did you mean test\?\)/],
  ['destinations list: a word too many', ['destinations', 'list', 's3'], /takes options only/],
  ['destinations test without one', ['destinations', 'test'], /missing required argument 'destination'/],
  ['destinations test: a path', ['destinations', 'test', '/backups'], /That is no destination/],
  ['destinations test: a key', ['destinations', 'test', 'local_mapped:x'], /tested as a whole/],
  ['destinations sweep: a key', ['destinations', 'sweep', 'local_mapped:x'], /swept as a whole/],
  ['destinations sweep: a browser', ['destinations', 'sweep', 'browser_download'], /download in the web app/],
];

describe('wrong use of destinations (P-CLI-24)', () => {
  it.each(cases)('%s: exit code 2 and one line that helps', async (_title, args, line, more = {}) => {
    const before = await readdir(folder, { recursive: true });
    const env = { SOURCE_DATABASE_URL: url, STOWBASE_STATE_DIR: join(folder, 'state'), ...more };
    const run = await stowbase(args, { cwd: folder, env });
    expect(run.stderr).toMatch(line);
    expect(run.stderr).toMatch(/^[^\n]+ \[[A-Z0-9_]+\]\n$/);
    expect(run.code).toBe(2);
    expect(run.stdout + run.stderr).not.toContain(secret);
    expect(run.stdout + run.stderr).not.toContain(encodeURIComponent(secret));
    if (!args.includes('--json')) expect(run.stdout).toBe('');
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });
});
