import { access, constants } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { findClientTools } from '@stowbase/postgres';
import { CONFIG, type Config } from '../config/config';
import { Database } from '../database/database';
import { queueSchema } from '../backups/queue/boss/queue-schema';

export const checkResults = ['ok', 'failed'] as const;
export type CheckResult = (typeof checkResults)[number];

/** Words only: anybody may read them. What exactly is wrong stands in the log. */
export interface Checks {
  readonly database: CheckResult;
  readonly queue: CheckResult;
  readonly dataFolder: CheckResult;
  readonly clientTools: CheckResult;
  readonly disk: CheckResult;
}

export interface Readiness {
  readonly status: 'ready' | 'not_ready' | 'stopping';
  readonly checks: Checks;
}

/** What is asked of the records. */
export interface Records extends Pick<Database, 'engine'> {
  readonly read: Pick<Database['read'], 'query'>;
  readonly room: Pick<Database['room'], 'check'>;
}

/** Milliseconds: how long an answer is given again, and how long a check may take. */
const freshMs = 1_000;
const toolsFreshMs = 60_000;
const patienceMs = 5_000;

/** Whether the service can do its work. Asked by anybody and often: what it costs doesn't grow with that. */
@Injectable()
export class ReadinessChecks implements OnModuleDestroy {
  private readonly logger = new Logger('Health');
  private last: { at: number; checks: Promise<Checks> } | null = null;
  private tools: { at: number; found: boolean } | null = null;
  private readonly told = new Map<string, string>();
  private stopping = false;

  constructor(
    @Inject(Database) private readonly database: Records,
    @Inject(CONFIG) private readonly config: Pick<Config, 'dataFolder' | 'clientDirs' | 'role'>,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  async now(): Promise<Readiness> {
    const at = performance.now();
    if (this.last === null || at - this.last.at >= freshMs) this.last = { at, checks: this.look() };
    const checks = await this.last.checks;
    const ok = Object.values(checks).every((result) => result === 'ok');
    return { status: this.stopping ? 'stopping' : ok ? 'ready' : 'not_ready', checks };
  }

  private async look(): Promise<Checks> {
    const [database, queue, dataFolder, clientTools, disk] = await Promise.all([
      this.check('database', () => this.database.read.query('SELECT 1')),
      this.check('queue', () => this.queue()),
      this.check('data folder', () => this.dataFolder()),
      this.check('client tools', () => this.clientTools()),
      this.check('disk', () => this.disk()),
    ]);
    return { database, queue, dataFolder, clientTools, disk };
  }

  /** Whatever it throws, it fails; said once in the log, not with each question. */
  private async check(what: string, work: () => Promise<unknown>): Promise<CheckResult> {
    const patience = new AbortController();
    try {
      const late = delay(patienceMs, undefined, { signal: patience.signal, ref: false }).then(() => {
        throw new Error('no answer in time');
      });
      late.catch(() => undefined);
      await Promise.race([work(), late]);
      this.told.delete(what);
      return 'ok';
    } catch (error) {
      const words = error instanceof Error ? error.message : 'unknown';
      if (words !== this.told.get(what)) this.logger.warn(`Not ready (${what}): ${words}`);
      this.told.set(what, words);
      return 'failed';
    } finally {
      patience.abort();
    }
  }

  /** Whoever runs backups takes them from pg-boss's tables where the records are on a server; without these nothing would ever begin. */
  private async queue(): Promise<void> {
    if (this.database.engine === 'postgres' && this.config.role !== 'api')
      await this.database.read.query(`SELECT 1 FROM ${queueSchema}.job LIMIT 1`);
  }

  /** Records on a server need none. */
  private async dataFolder(): Promise<void> {
    if (this.database.engine === 'sqlite') await access(this.config.dataFolder, constants.R_OK | constants.W_OK);
  }

  private async clientTools(): Promise<void> {
    const { clientDirs } = this.config;
    const at = performance.now();
    if (this.tools?.found !== true || at - this.tools.at >= toolsFreshMs) {
      const found = await findClientTools(clientDirs.length === 0 ? {} : { dirs: clientDirs });
      this.tools = { at, found: found.length > 0 };
    }
    if (!this.tools.found) throw new Error('no pg_dump was found; see PG_CLIENT_DIRS');
  }

  private async disk(): Promise<void> {
    const { ok, reason } = await Promise.resolve(this.database.room.check());
    if (!ok) throw new Error(reason ?? 'no room');
  }
}
