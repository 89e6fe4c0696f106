import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A PostgreSQL of this library's own tests (it imports no other library): socket only, no durability, gone with `stop`.
 * As root the server runs as OS user postgres.
 */
export class ScratchPostgres {
  private constructor(
    private readonly bin: string,
    private readonly dir: string,
  ) {}

  static start(): ScratchPostgres {
    const bin = serverBinaries();
    const dir = mkdtempSync(join(tmpdir(), 'sql-stream-pg-'));
    const server = new ScratchPostgres(bin, dir);
    if (process.getuid?.() === 0) run('chown', ['postgres', dir]);
    server.asServer('initdb', ['-D', join(dir, 'data'), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
    const settings = `-k ${dir} -c listen_addresses= -c fsync=off -c full_page_writes=off`;
    server.asServer('pg_ctl', ['-D', join(dir, 'data'), '-l', join(dir, 'log'), '-o', settings, '-w', 'start']);
    return server;
  }

  stop(): void {
    this.asServer('pg_ctl', ['-D', join(this.dir, 'data'), '-m', 'immediate', '-w', 'stop']);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Runs a script by psql, stopping at the first error; returns what it prints, with its messages. */
  psql(database: string, sql: string | Buffer, user = 'postgres'): { out: string; messages: string } {
    const done = run(
      join(this.bin, 'psql'),
      ['-XqAt', '-v', 'ON_ERROR_STOP=1', '-h', this.dir, '-U', user, '-d', database, '-f', '-'],
      sql,
    );
    return { out: done.stdout.toString(), messages: done.stderr.toString() };
  }

  dump(database: string, flags: readonly string[]): Buffer {
    const where = ['-h', this.dir, '-U', 'postgres', '-d', database, '--quote-all-identifier'];
    return run(join(this.bin, 'pg_dump'), [...where, ...flags]).stdout;
  }

  private asServer(tool: string, args: readonly string[]): void {
    const file = join(this.bin, tool);
    if (process.getuid?.() === 0) run('runuser', ['-u', 'postgres', '--', file, ...args]);
    else run(file, args);
  }
}

function serverBinaries(): string {
  const root = '/usr/lib/postgresql';
  const majors = existsSync(root) ? readdirSync(root).map(Number) : [];
  const found = majors.sort((a, b) => b - a).find((major) => existsSync(join(root, String(major), 'bin', 'initdb')));
  if (found === undefined) throw new Error('No PostgreSQL server below /usr/lib/postgresql: run "npm run setup".');
  return join(root, String(found), 'bin');
}

function run(file: string, args: readonly string[], input?: string | Buffer): { stdout: Buffer; stderr: Buffer } {
  const detached = args.includes('start');
  const done = spawnSync(file, args, {
    cwd: '/',
    maxBuffer: 1 << 28,
    ...(input === undefined ? {} : { input }),
    ...(detached ? { stdio: 'ignore' as const } : {}),
  });
  if (done.status !== null && done.status !== 0)
    throw new Error(`${file} ended with ${done.status}: ${String(done.stderr)}`);
  if (done.error) throw done.error;
  return { stdout: done.stdout, stderr: done.stderr };
}
