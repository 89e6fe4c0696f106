import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stowbase } from './testing/built-cli';
import { matching } from './testing/matchers';

const secret = 'S3cr3t-w0rd';
const url = `postgresql://ann:${secret}@db.example.com:5432/shop`;
const key = 'AGE-SECRET-KEY-1QYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQSZQGPQYQS3290GQ';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-use-'));
  await writeFile(join(folder, 'there.tar'), 'older');
  await symlink('nowhere', join(folder, 'link.tar'));
  await writeFile(join(folder, 'empty.txt'), '\n', { mode: 0o600 });
  await writeFile(join(folder, 'comments.txt'), '# nobody\n', { mode: 0o600 });
  await writeFile(join(folder, 'keyword.txt'), `host=x password=${secret}`, { mode: 0o600 });
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Command line, what the one line must hold. `SOURCE_DATABASE_URL` is set. */
const cases: [string, string[], RegExp][] = [
  [
    'no command',
    [],
    /name a command: backup, inspect, verify, restore, extract, list, copy, destinations, doctor, keygen, serve, admin, demo\. See "stowbase --help"/,
  ],
  ['a misspelt command', ['bakcup'], /unknown command 'bakcup' \(did you mean backup\?\)/],
  ['a command of a later version', ['drill', 'x.tar'], /unknown command 'drill'; there is backup, inspect/],
  ['serve: an option', ['serve', '--port', '1'], /stowbase serve: unknown option '--port'/],
  [
    'admin without a command',
    ['admin'],
    /stowbase admin: name a command: reset-password, disable-totp, rotate-key, restore-self\. See "stowbase admin --help"/,
  ],
  [
    'admin: a misspelt command',
    ['admin', 'reset-pasword'],
    /stowbase admin: unknown command 'reset-pasword' \(did you mean reset-password\?\)/,
  ],
  [
    'admin: an unknown command',
    ['admin', 'backup'],
    /stowbase admin: unknown command 'backup'; there is reset-password, disable-totp, rotate-key/,
  ],
  [
    'admin reset-password without a user',
    ['admin', 'reset-password'],
    /stowbase admin reset-password: required option '--email <address>' not specified/,
  ],
  [
    'admin reset-password: the password as a word',
    ['admin', 'reset-password', '--email', 'ann@example.com', secret],
    /stowbase admin reset-password: takes options only, not a plain word/,
  ],
  [
    'admin reset-password: the password as an option',
    ['admin', 'reset-password', '--email', 'ann@example.com', `--password=${secret}`],
    /A password on the command line is refused: .*--password-stdin/,
  ],
  [
    'admin disable-totp: a misspelt option',
    ['admin', 'disable-totp', '--email=ann@example.com', '--jsn'],
    /stowbase admin disable-totp: unknown option '--jsn' \(did you mean --json\?\)/,
  ],
  ['admin rotate-key: a word too many', ['admin', 'rotate-key', 'key.txt'], /takes options only/],
  ['a misspelt option of the program', ['--versoin'], /unknown option '--versoin' \(did you mean --version\?\)/],

  [
    'backup without --out',
    ['backup'],
    /stowbase backup: required option '--out <place>' not specified\. See "stowbase backup --help"/,
  ],
  [
    'backup: a misspelt option',
    ['backup', '--out', '.', '--compresion', 'zstd'],
    /unknown option '--compresion' \(did you mean --compression\?\)/,
  ],
  ['backup: a word too many', ['backup', '--out', '.', secret], /takes options only, not a plain word/],
  ['backup: --out without a value', ['backup', '--out'], /option '--out <place>' argument missing/],
  ['backup: an empty --out', ['backup', '--out', ''], /--out is empty/],
  ['backup: a folder that is missing', ['backup', '--out', 'missing'], /There is no folder .*missing/],
  ['backup: a file in a folder that is missing', ['backup', '--out', 'missing/a.tar'], /There is no folder .*missing/],
  ['backup: a device', ['backup', '--out', '/dev/full'], /neither a folder nor a file.*--out -/],
  [
    'backup: an unknown type',
    ['backup', '--out', '.', '--type', 'rows'],
    /argument 'rows' is invalid. Allowed choices are full, schema, data/,
  ],
  ['backup: an unknown compression', ['backup', '--out', '.', '--compression', 'xz'], /zstd or gzip/],
  ['backup: a level too high', ['backup', '--out', '.', '--compression', 'gzip:10'], /from 1 to 9/],
  ['backup: a level of nothing', ['backup', '--out', '.', '--compression', 'zstd:'], /zstd or gzip/],
  ['backup: no jobs', ['backup', '--out', '.', '--jobs', '0'], /whole number from 1 to 32/],
  ['backup: half a job', ['backup', '--out', '.', '--jobs', '1.5'], /whole number/],
  ['backup: a wait that is no number', ['backup', '--out', '.', '--lock-wait', 'long'], /whole number/],
  ['backup: a table without its schema', ['backup', '--out', '.', '--exclude-table', 'orders'], /schema\.table/],
  ['backup: an empty schema', ['backup', '--out', '.', '--exclude-schema', ''], /It is empty/],
  ['backup: --json with --out -', ['backup', '--out', '-', '--json'], /both want standard output/],
  [
    'backup: a URL as an option',
    ['backup', '--out', '.', `--db-url=${url}`],
    /connection string on the command line is refused/,
  ],
  ['backup: a URL as a word', ['backup', '--out', '.', url], /connection string on the command line is refused/],
  [
    'backup: a keyword string',
    ['backup', `host=x password=${secret}`],
    /connection string on the command line is refused/,
  ],
  ['backup: a URL file that is empty', ['backup', '--out', '.', '--db-url-file', 'empty.txt'], /is empty/],
  [
    'backup: a URL file with a keyword string',
    ['backup', '--out', '.', '--db-url-file', 'keyword.txt'],
    /postgresql:\/\//,
  ],
  ['H40 backup: an empty recipient', ['backup', '--out', '.', '--recipient', ''], /recipient is empty/],
  ['H40 backup: the private key as recipient', ['backup', '--out', '.', '--recipient', key], /That is the private key/],
  [
    'H40 backup: an SSH key as recipient',
    ['backup', '--out', '.', '--recipient', 'ssh-ed25519 AAAA'],
    /SSH keys can not be used/,
  ],
  ['H40 backup: something else as recipient', ['backup', '--out', '.', '--recipient', 'bob'], /no age public key/],
  [
    'H40 backup: nobody in the recipients file',
    ['backup', '--out', '.', '--recipients-file', 'comments.txt'],
    /holds no recipient/,
  ],

  ['inspect without a file', ['inspect'], /missing required argument 'file'/],
  ['inspect: two files', ['inspect', 'a.tar', 'b.tar'], /takes one file, not more/],
  ['inspect: a misspelt option', ['inspect', 'a.tar', '--content'], /did you mean --contents/],
  ['inspect: a folder', ['inspect', '.'], /a folder, not an archive/],
  ['inspect: the key itself instead of its file', ['inspect', 'a.tar', '--identity', key], /That is the private key/],
  ['verify without a file', ['verify'], /missing required argument 'file'/],
  ['verify: an unknown option', ['verify', 'a.tar', '--level', '2'], /unknown option '--level'/],
  ['verify: a folder', ['verify', '.'], /a folder, not an archive/],
  ['extract without a file', ['extract', '--to', 'x'], /missing required argument 'file'/],
  ['extract without --to', ['extract', 'a.tar'], /required option '--to <folder>' not specified/],
  ['extract: a folder', ['extract', '.', '--to', 'x'], /a folder, not an archive/],
  ['extract: salvage of a folder', ['extract', '.', '--to', 'x', '--salvage'], /a folder, not an archive/],
  ['doctor: a word too many', ['doctor', 'shop'], /takes options only/],
  ['doctor: an unknown option', ['doctor', '--fix'], /unknown option '--fix'/],
  ['doctor --target without a target', ['doctor', '--target'], /No database was given\. Set TARGET_DATABASE_URL/],
  ['keygen: a word too many', ['keygen', 'key.txt'], /takes options only/],
  ['keygen: --out without a value', ['keygen', '--out'], /argument missing/],
];

describe('wrong use (P-CLI-1, H40)', () => {
  it.each(cases)('%s: exit code 2 and one line that helps', async (_title, args, line) => {
    const before = await readdir(folder);
    const run = await stowbase(args, { cwd: folder, env: { SOURCE_DATABASE_URL: url } });
    expect(run.stderr).toMatch(line);
    expect(run.stderr).toMatch(/^[^\n]+ \[[A-Z0-9_]+\]\n$/);
    expect(run.code).toBe(2);
    expect(run.stdout + run.stderr).not.toContain(secret);
    expect(run.stdout + run.stderr).not.toContain(key);
    if (!args.includes('--json')) expect(run.stdout).toBe('');
    expect(await readdir(folder)).toEqual(before);
  });

  it.each([
    ['backup', ['backup', '--out', '.']],
    ['doctor', ['doctor']],
  ])('%s without a database says where to put it', async (_name, args) => {
    const run = await stowbase(args, { cwd: folder });
    expect(run).toMatchObject({
      code: 2,
      stdout: '',
      stderr: matching(/^No database was given\. Set SOURCE_DATABASE_URL .*--db-url-file FILE\. \[WRONG_USE\]\n$/),
    });
  });

  it.each([
    ['H02 of another kind', `mysql://ann:${secret}@db.example.com/shop`, 'URL_SCHEME'],
    ['H02 in keyword form', `host=db.example.com password=${secret}`, 'URL_SCHEME'],
    ['H03 with a parameter that reads files', `${url}?sslrootcert=/etc/passwd`, 'PARAMETER_NOT_ALLOWED'],
    ['H05 with several hosts', `postgresql://ann:${secret}@a,b/shop`, 'HOST_INVALID'],
    [
      'H07 of the transaction pooler',
      `postgresql://postgres.abcdefghijklmnopqrst:${secret}@aws-0-eu-west-1.pooler.supabase.com:6543/postgres`,
      'POOLER_TRANSACTION_MODE',
    ],
    [
      'H08 without the project in the user',
      `postgresql://postgres:${secret}@aws-0-eu-west-1.pooler.supabase.com:5432/postgres`,
      'POOLER_USER',
    ],
  ])('a connection string %s is wrong use, said without repeating it', async (_title, text, code) => {
    for (const args of [['backup', '--out', '.'], ['doctor']]) {
      const run = await stowbase(args, { cwd: folder, env: { SOURCE_DATABASE_URL: text } });
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^[^\n]+ \\[${code}\\]\n$`));
      expect(run.stderr).not.toContain(secret);
    }
  });

  it.each(['there.tar', 'link.tar'])('backup never touches a name that is taken (%s): exit code 1', async (name) => {
    const run = await stowbase(['backup', '--out', name], { cwd: folder, env: { SOURCE_DATABASE_URL: url } });
    expect(run).toMatchObject({
      code: 1,
      stdout: '',
      stderr: matching(/exists already and is never overwritten.*\[OUTPUT_EXISTS\]\n$/),
    });
  });

  it('with --json is one document on standard output', async () => {
    const run = await stowbase(['verify', '--json'], { cwd: folder });
    expect(run.code).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'wrong_use', code: 'WRONG_USE' });
  });
});

describe('help', () => {
  it.each([
    'backup',
    'inspect',
    'verify',
    'restore',
    'extract',
    'list',
    'copy',
    'destinations',
    'destinations test',
    'destinations sweep',
    'doctor',
    'keygen',
    'serve',
    'admin',
    'admin rotate-key',
  ])('%s --help shows its options and examples on standard output', async (name) => {
    const run = await stowbase([...name.split(' '), '--help']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(`Usage: stowbase ${name} `);
    expect(run.stdout).toMatch(/\nExamples:\n {2}/);
  });

  it('lists only what this version can do', async () => {
    const run = await stowbase(['--help']);
    expect(run.code).toBe(0);
    expect(run.stdout).not.toMatch(/drill|import/);
  });

  it('--version prints the version and nothing else', async () => {
    const run = await stowbase(['--version']);
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: matching(/^\d+\.\d+\.\d+\n$/) });
  });
});
