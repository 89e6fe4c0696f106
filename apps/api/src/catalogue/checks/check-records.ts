import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Backup } from '../../backups/backup.entity';
import { RunChanged } from '../../backups/transitions/run-changed';
import type { RunError } from '../../backups/transitions/claim';
import { StoredTotals } from '../../backups/transitions/stored-totals';
import { Database } from '../../database/database';
import { Check } from '../check.entity';
import { copyDamaged, copyMissing, writeVerdict } from './write-verdict';
import type { Verdict } from './judge-copy';

/** So long a process may be silent before its reading counts as dead. Milliseconds. */
export const checkLeaseMs = 2 * 60_000;
/** A reading that was begun so often and never ended ends the process that reads. */
const mostBegins = 20;
/** Older ones are forgotten. Milliseconds. */
const keptMs = 400 * 24 * 3600_000;

/** The rows of the checks; one for a copy at a time. */
@Injectable()
export class CheckRecords {
  constructor(
    private readonly database: Database,
    private readonly totals: StoredTotals,
    private readonly changed: RunChanged,
  ) {}

  /** The one that waits longest, as `running`. @param asked by somebody; else those whose turn it is */
  async claim(asked: boolean): Promise<Check | null> {
    for (;;) {
      const next = await this.database.read
        .createQueryBuilder(Check, 'c')
        .where(`c.status = 'queued' AND c.requestedBy IS ${asked ? 'NOT ' : ''}NULL`)
        .orderBy('c.createdAt', 'ASC')
        .addOrderBy('c.id', 'ASC')
        .limit(1)
        .getOne();
      if (next === null) return null;
      const now = await this.database.now();
      const token = next.token + 1;
      const values = { status: 'running', token, startedAt: now, readBytes: 0, leaseUntil: leaseFrom(now) } as const;
      const taken = await this.database.write((manager) =>
        manager.update(Check, { id: next.id, status: 'queued', token: next.token }, values),
      );
      if (taken.affected === 1) return { ...next, ...values };
    }
  }

  /** How far it is. False: it is somebody else's now. */
  async progress({ id, token }: Check, readBytes: number, size: number): Promise<boolean> {
    const leaseUntil = leaseFrom(await this.database.now());
    const { affected } = await this.database.write((manager) =>
      manager.update(Check, { id, token, status: 'running' }, { leaseUntil, readBytes, size }),
    );
    return affected === 1;
  }

  /** Given back: the service stops. */
  async release({ id, token }: Check): Promise<void> {
    await this.database.write((manager) =>
      manager.update(Check, { id, token, status: 'running' }, { status: 'queued', leaseUntil: null }),
    );
  }

  /** What was found, for the check, its copy and its backup at once. */
  async end(check: Check, verdict: Verdict): Promise<void> {
    const now = await this.database.now();
    await this.database.write(async (manager) => {
      if (!(await this.endRow(manager, check, resultOf(verdict), now))) return;
      await writeVerdict(manager, this.totals, { ...check, checkId: check.id }, verdict, now);
    });
    this.changed.ids.next(check.backupId);
  }

  /** The store could not be read, or nothing is there to be read any more: that says nothing of the copy. */
  async fail(check: Check, error: RunError): Promise<void> {
    const now = await this.database.now();
    await this.database.write((manager) => this.endRow(manager, check, { status: 'failed', error }, now));
  }

  /** Those whose process is gone wait again. @param isStart on SQLite every one is dead then */
  async endDead(isStart: boolean): Promise<void> {
    const now = await this.database.now();
    const all = isStart && this.database.engine === 'sqlite';
    const dead = all ? { status: 'running' as const } : { status: 'running' as const, leaseUntil: LessThan(now) };
    for (const check of await this.database.read.find(Check, { where: dead, take: 100 })) {
      const { id, token } = check;
      if (token >= mostBegins) await this.fail(check, neverEnds);
      else {
        const again = { status: 'queued', leaseUntil: null, token: () => 'token + 1' } as const;
        await this.database.write((manager) => manager.update(Check, { id, token, status: 'running' }, again));
      }
    }
  }

  async forgetOld(): Promise<void> {
    const before = new Date((await this.database.now()).getTime() - keptMs);
    const old = await this.database.read.find(Check, {
      select: { id: true },
      where: { createdAt: LessThan(before), status: In(['passed', 'damaged', 'missing', 'failed']) },
      order: { createdAt: 'ASC' },
      take: 200,
    });
    if (old.length > 0)
      await this.database.write((manager) => manager.delete(Check, { id: In(old.map(({ id }) => id)) }));
  }

  /** Somewhere a backup goes on: reading waits. */
  backupsGoOn(): Promise<boolean> {
    return this.database.read.exists(Backup, { where: { status: In(['running', 'committing']) } });
  }

  private async endRow(
    manager: EntityManager,
    { id, token }: Check,
    { status, error, ...found }: EndOfCheck,
    now: Date,
  ): Promise<boolean> {
    const told = { errorCode: error?.code ?? null, errorText: error?.text ?? null, errorNext: error?.next ?? null };
    const values = { ...found, ...told, status, finishedAt: now, leaseUntil: null };
    const { affected } = await manager.update(Check, { id, token, status: 'running' }, values);
    return affected === 1;
  }
}

type EndOfCheck = Pick<Check, 'status'> &
  Partial<Pick<Check, 'damage' | 'findings' | 'size' | 'readBytes'>> & { readonly error?: RunError };

const leaseFrom = (now: Date): Date => new Date(now.getTime() + checkLeaseMs);

function resultOf(verdict: Verdict): EndOfCheck {
  switch (verdict.is) {
    case 'passed':
      return { status: 'passed', size: verdict.size, readBytes: verdict.size };
    case 'missing':
      return { status: 'missing', error: { code: copyMissing, text: 'The file is not there any more.', next: again } };
    case 'damaged': {
      const { damage, size, count, findings, text } = verdict;
      const error = { code: copyDamaged, text, next: again };
      return { status: 'damaged', damage, size, findings: { count, items: findings }, error };
    }
  }
}

const again = 'Store it there again from another copy, or make a new backup.';

const neverEnds: RunError = {
  code: 'CHECK_INTERRUPTED',
  text: 'The service ended each time while this copy was read.',
  next: 'Look at the log of the service; check the copy with "stowbase verify".',
};
