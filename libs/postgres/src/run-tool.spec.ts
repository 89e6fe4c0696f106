import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { PostgresError } from './postgres-error';
import { runTool, type ToolOptions, type ToolRun } from './run-tool';

const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C', PGHOST: 'db.example.com', PGUSER: 'backup' };
const complete = `printf -- '--\\n-- PostgreSQL database dump complete\\n--\\n\\n\\\\unrestrict k\\n\\n'`;
const manyBytes = `head -c 3000000 /dev/zero | tr '\\0' x; echo`;

let folder: string;
let scripts = 0;

beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), 'stowbase-tool-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A pg_dump that does what the shell lines say. */
async function fake(...lines: string[]): Promise<string> {
  const file = path.join(folder, `pg_dump${(scripts += 1)}`);
  await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`, { mode: 0o755 });
  return file;
}

async function start(lines: string[], options: Partial<ToolOptions> = {}): Promise<ToolRun> {
  return runTool({ file: await fake(...lines), args: [], env, ...options });
}

/** Reads to the end; what came, and how it ended. */
async function read(run: ToolRun): Promise<{ bytes: number; text: string; error: PostgresError | null }> {
  const chunks: Buffer[] = [];
  const result = (error: PostgresError | null) => {
    const all = Buffer.concat(chunks);
    return { bytes: all.length, text: all.toString(), error };
  };
  try {
    for await (const chunk of run.stdout) chunks.push(chunk);
    return result(null);
  } catch (error) {
    if (error instanceof PostgresError) return result(error);
    throw error;
  }
}

const isGone = (pid: number | undefined): boolean => {
  try {
    process.kill(pid!, 0);
    return false;
  } catch {
    return true;
  }
};

describe('the end gate', () => {
  it('lets a dump end well after exit code 0 and the completeness line', async () => {
    const run = await start([manyBytes, complete]);
    const { bytes, error } = await read(run);
    expect(error).toBeNull();
    expect(bytes).toBeGreaterThan(3_000_000);
    await expect(run.done).resolves.toBeUndefined();
  });

  it('F01 fails after partial output and exit code 1, with the masked end of stderr', async () => {
    const lines = [manyBytes, `echo 'pg_dump: error: odd thing at pw=s3cr%t and s3cr%25t' >&2`, 'exit 1'];
    const run = await start(lines, { redact: ['s3cr%t'] });
    const { bytes, error } = await read(run);
    expect(bytes).toBeGreaterThan(3_000_000);
    expect(error).toMatchObject({ code: 'DUMP_FAILED', detail: 'pg_dump: error: odd thing at pw=•••• and ••••' });
    expect(error!.message).toContain('odd thing');
    await expect(run.done).rejects.toBe(error);
  });

  it('F01 fails even when the completeness line was written before exit code 1', async () => {
    expect((await read(await start([complete, 'exit 1']))).error?.code).toBe('DUMP_FAILED');
  });

  it.each([
    ['SIGKILL', 'kill -9 $$'],
    ['exit code 137', 'exit 137'],
  ])('F02 names memory when the dump was killed (%s)', async (_, line) => {
    const { error } = await read(await start([complete, line]));
    expect(error?.code).toBe('DUMP_KILLED');
    expect(`${error?.message} ${error?.nextStep}`).toMatch(/memory/);
  });

  it('F02 does not blame memory for another signal', async () => {
    const { error } = await read(await start(['kill -15 $$']));
    expect(error?.code).toBe('DUMP_KILLED');
    expect(error?.message).not.toMatch(/memory/);
  });

  it.each([
    ['nothing at all', 'exit 0'],
    ['no completeness line', manyBytes],
    ['the line cut before its end', `printf -- '-- PostgreSQL database dump complete'`],
    ['the line too far from the end', `${complete}; printf '1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n9\\n10\\n'`],
    ['the line inside a longer one', `printf 'x-- PostgreSQL database dump complete\\n'`],
    ["pg_dumpall's line instead", `printf -- '-- PostgreSQL database cluster dump complete\\n'`],
  ])('F03 fails on exit code 0 with %s', async (_, line) => {
    expect((await read(await start([line]))).error?.code).toBe('DUMP_EMPTY');
  });

  it('F03 demands a minimum of output where one is given', async () => {
    expect((await read(await start([complete], { minBytes: 1_000 }))).error?.code).toBe('DUMP_EMPTY');
  });

  it("knows pg_dumpall's line, and tools without one", async () => {
    const cluster = `printf -- '-- PostgreSQL database cluster dump complete\\n--\\n\\n'`;
    expect((await read(await start([cluster], { completeness: 'cluster' }))).error).toBeNull();
    expect((await read(await start(['true'], { completeness: 'none' }))).error).toBeNull();
  });

  it('F05 hands warnings on when the dump succeeds', async () => {
    const warnings: string[] = [];
    const lines = [`echo 'pg_dump: warning: circular foreign keys' >&2`, complete, `echo 'pg_dump: hint: x' >&2`];
    const { error } = await read(await start(lines, { onWarning: (line) => warnings.push(line) }));
    expect(error).toBeNull();
    expect(warnings).toEqual(['pg_dump: warning: circular foreign keys', 'pg_dump: hint: x']);
  });

  it('keeps the last 64 KiB of stderr in whole lines', async () => {
    const run = await start([`head -c 400000 /dev/zero | tr '\\0' 'x' | fold -w 99 >&2`, `echo last >&2`, 'exit 1']);
    const { error } = await read(run);
    expect(error!.detail!.length).toBeLessThanOrEqual(65_536);
    expect(error!.detail).toMatch(/^x{99}\n[\s\S]*last$/);
  });

  it('says when the program is not there', async () => {
    const missing = { file: path.join(folder, 'nothing'), args: [], env };
    const absent: unknown = expect.objectContaining({ code: 'TOOL_MISSING' });
    expect(() => runTool(missing)).toThrow(absent as Error);
    await writeFile(path.join(folder, 'text'), 'not a program');
    const { error } = await read(runTool({ ...missing, file: path.join(folder, 'text') }));
    expect(error?.kind).toBe('tool');
  });
});

describe('ending a tool', () => {
  const hang = [`printf 'some bytes'`, 'exec sleep 1000'];

  it('F12 stops a tool that sends nothing any more', async () => {
    const run = await start(hang, { stallMs: 700 });
    const { text, error } = await read(run);
    expect(text).toBe('some bytes');
    expect(error?.code).toBe('STALLED');
    expect(isGone(run.pid)).toBe(true);
  });

  it('F12 stops a tool that closed its output but does not end', async () => {
    const run = await start([complete, 'exec >&- sleep 1000'], { stallMs: 60 });
    expect((await read(run)).error?.code).toBe('STALLED');
  });

  it('stops a tool at its longest duration', async () => {
    const run = await start(['while :; do echo x; done'], { maxMs: 60 });
    expect((await read(run)).error?.code).toBe('MAX_DURATION');
    expect(isGone(run.pid)).toBe(true);
  });

  it('stops a tool that is cancelled while running, before it, and while nobody reads', async () => {
    const controller = new AbortController();
    const run = await start(hang, { signal: controller.signal });
    const ended = read(run);
    controller.abort();
    expect((await ended).error?.code).toBe('CANCELLED');
    expect((await read(await start(hang, { signal: AbortSignal.abort() }))).error?.code).toBe('CANCELLED');
    const unread = await start(['while :; do echo x; done']);
    unread.kill();
    await expect(unread.done).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(isGone(unread.pid)).toBe(true);
  });

  it('kills a tool that ignores TERM', async () => {
    const run = await start([`trap '' TERM`, 'echo ready', 'while :; do :; done']);
    for await (const chunk of run.stdout) {
      expect(chunk.toString()).toContain('ready');
      break;
    }
    await expect(run.done).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(isGone(run.pid)).toBe(true);
  });

  it('reports the first cause only', async () => {
    const controller = new AbortController();
    const run = await start(hang, { stallMs: 60, signal: controller.signal });
    const { error } = await read(run);
    controller.abort();
    run.kill();
    expect(error?.code).toBe('STALLED');
    await expect(run.done).rejects.toBe(error);
  });

  it('the process is the tool itself, so that signals reach it', async () => {
    const run = await start(['echo $$', 'exec sleep 1000']);
    for await (const chunk of run.stdout) {
      expect(chunk.toString().trim()).toBe(String(run.pid));
      break;
    }
  });
});

describe('what a call may hold', () => {
  const call =
    (args: string[], more: Partial<ToolOptions> = {}) =>
    () =>
      runTool({ file: '/bin/echo', args, env, redact: ['canary:SECRET'], ...more });
  const refused = expect.objectContaining({ code: 'TOOL_ARGUMENT_FORBIDDEN' }) as unknown as Error;

  it.each([
    '--enable-row-security',
    '--enable-row',
    '--ena',
    '--dbname=x',
    '--db',
    '-d',
    '-dx',
    'postgresql://h/d',
    'a\0b',
  ])('refuses %j as an argument', (argument) => expect(call([argument])).toThrow(refused));

  it('refuses secrets in arguments, passwords in the environment and relative programs', () => {
    expect(call(['--x=canary:SECRET'])).toThrow(refused);
    expect(call([], { env: { ...env, PGPASSWORD: 'x' } })).toThrow(refused);
    expect(call([], { file: 'echo' })).toThrow(refused);
  });

  it('a secret the tool prints never comes out of stderr, in any encoding', async () => {
    const secret = `canary"p@ss:w\\rd'`;
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString('base64')];
    const printed = path.join(folder, 'printed');
    await writeFile(printed, forms.join('\n'));
    const { error } = await read(await start([`cat '${printed}' >&2`, 'exit 1'], { redact: [secret] }));
    const everything = inspect(error, { depth: 9 });
    for (const form of [...forms, 'canary']) expect(everything).not.toContain(form);
  });

  it('inherits nothing of our environment', async () => {
    process.env['STOWBASE_CANARY'] = 'canary';
    const run = await start(['env', 'exec sleep 1000']);
    for await (const chunk of run.stdout) {
      expect(chunk.toString()).not.toMatch(/canary/i);
      expect(readFileSync(`/proc/${run.pid}/environ`, 'utf8')).not.toMatch(/canary/i);
      break;
    }
    delete process.env['STOWBASE_CANARY'];
  });
});
