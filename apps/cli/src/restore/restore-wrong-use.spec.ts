import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stowbase } from '../testing/built-cli';
import { matching } from '../testing/matchers';

const secret = 'S3cr3t-w0rd';
const url = `postgresql://ann:${secret}@db.example.com:5432/my%20shop`;
const key = 'AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS3290GQ';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-use-'));
  await writeFile(join(folder, 'a.tar'), 'not yet looked at');
  await writeFile(join(folder, 'empty.txt'), '\n', { mode: 0o600 });
  await writeFile(join(folder, 'keyword.txt'), `host=x password=${secret}`, { mode: 0o600 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const yes = ['--yes-restore-into', 'my shop'];

/** What follows `stowbase restore`, what the one line must hold. `TARGET_DATABASE_URL` is set; standard input is no terminal. */
const cases: [string, string[], RegExp][] = [
  ['no file', [], /missing required argument 'file'/],
  ['two files', ['a.tar', 'b.tar'], /takes one file, not more/],
  ['a folder', ['.', ...yes], /a folder, not an archive/],
  ['standard input', ['-', ...yes], /reads the archive twice.*Save it to a file first/],
  ['a misspelt option', ['a.tar', '--paln'], /unknown option '--paln' \(did you mean --plan\?\)/],
  ['a URL as a word', ['a.tar', url], /connection string on the command line is refused/],
  ['a URL as an option', ['a.tar', `--db-url=${url}`], /connection string on the command line is refused/],
  ['a URL file that is empty', ['a.tar', '--db-url-file', 'empty.txt'], /is empty/],
  ['a URL file with a keyword string', ['a.tar', '--db-url-file', 'keyword.txt'], /postgresql:\/\//],
  ['a URL file without a name', ['a.tar', '--db-url-file'], /argument missing/],

  ['H38 no confirmation', ['a.tar'], /no terminal to ask on\. .*--plan.*--yes-restore-into 'my shop'/],
  ['H38 a confirmation without a value', ['a.tar', '--yes-restore-into'], /argument missing/],
  ['H38 an empty confirmation', ['a.tar', '--yes-restore-into', ''], /It is empty/],
  [
    'H38 another name',
    ['a.tar', '--yes-restore-into', 'shop'],
    /doesn't name the target: the connection leads to my shop\. Nothing was done\..*--yes-restore-into 'my shop'/,
  ],
  ['H38 the name in capitals', ['a.tar', '--yes-restore-into', 'MY SHOP'], /leads to my shop.*CONFIRMATION_WRONG/],
  ['H38 just yes', ['a.tar', '--yes-restore-into', 'yes'], /leads to my shop.*CONFIRMATION_WRONG/],

  [
    'both modes',
    ['a.tar', '--into-nonempty', '--replace', '--safety-out', '.', ...yes],
    /'--replace' cannot be used with option '--into-nonempty'/,
  ],
  [
    'replace without a place for the backup',
    ['a.tar', '--replace', ...yes],
    /drops what is in the way, so the target is backed up first.*--safety-out DIR/,
  ],
  ['a place for the backup without replace', ['a.tar', '--safety-out', '.', ...yes], /--safety-out is for --replace/],
  ['an empty place', ['a.tar', '--replace', '--safety-out', '', ...yes], /It is empty/],
  [
    'a place that is missing',
    ['a.tar', '--replace', '--safety-out', 'missing', ...yes],
    /needs a folder that exists; missing doesn't.*mkdir -p/,
  ],
  ['a file as place', ['a.tar', '--replace', '--safety-out', 'a.tar', ...yes], /a\.tar is a file/],

  ['no jobs', ['a.tar', '--jobs', '0', ...yes], /whole number from 1 to 32/],
  ['half a job', ['a.tar', '--jobs', '1.5', ...yes], /whole number/],
  ['resume of one transaction', ['a.tar', '--resume', '--jobs', '1', ...yes], /nothing to go on with/],
  ['a wait that is no number', ['a.tar', '--lock-wait', 'long', ...yes], /whole number/],
  ['half a hash', ['a.tar', '--expect-sha256', 'abc', ...yes], /64 hexadecimal digits/],
  ['no hash', ['a.tar', '--expect-sha256', 'g'.repeat(64), ...yes], /64 hexadecimal digits/],
  ['a part that is none', ['a.tar', '--only', 'rows', ...yes], /"rows" doesn't say what to restore.*SELECTION_INVALID/],
  ['an empty part', ['a.tar', '--only', '', ...yes], /SELECTION_INVALID/],
  ['a table without its schema', ['a.tar', '--only', 'table:orders', ...yes], /schema of orders is missing/],
  ['the key itself instead of its file', ['a.tar', '--identity', key, ...yes], /That is the private key/],
];

describe('wrong use of restore (P-CLI-1, P-RESTORE-76)', () => {
  it.each(cases)('%s: exit code 2 and one line that helps', async (_title, args, line) => {
    const before = await readdir(folder);
    const run = await stowbase(['restore', ...args], { cwd: folder, env: { TARGET_DATABASE_URL: url } });
    expect(run.stderr).toMatch(line);
    expect(run.stderr).toMatch(/^[^\n]+ \[[A-Z0-9_]+\]\n$/);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toContain(secret);
    expect(run.stderr).not.toContain(key);
    expect(await readdir(folder)).toEqual(before);
  });

  it('without a database it says where to put it', async () => {
    // The database to back up is never taken for the one to restore into.
    const run = await stowbase(['restore', 'a.tar', ...yes], { cwd: folder, env: { SOURCE_DATABASE_URL: url } });
    expect(run).toMatchObject({
      code: 2,
      stdout: '',
      stderr: matching(/^No database was given\. Set TARGET_DATABASE_URL .*--db-url-file FILE\. \[WRONG_USE\]\n$/),
    });
  });

  it('a file that is not there is no wrong use, and known before the server is asked', async () => {
    const run = await stowbase(['restore', 'no.tar', ...yes], { cwd: folder, env: { TARGET_DATABASE_URL: url } });
    expect(run).toMatchObject({ code: 1, stderr: matching(/^The archive no\.tar doesn't exist\..*FILE_NOT_READABLE/) });
  });

  it('what is no archive is known before the server is asked', async () => {
    const run = await stowbase(['restore', 'a.tar', ...yes], { cwd: folder, env: { TARGET_DATABASE_URL: url } });
    expect(run).toMatchObject({ code: 4, stdout: '', stderr: matching(/\[ARCHIVE_NOT_[A-Z]+\]\n$/) });
  });
});
