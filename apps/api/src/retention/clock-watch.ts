import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Setting } from '../database/setting.entity';

const settingId = 'retention.clock';
const day = 24 * 3600_000;
/** So long nobody looked: the service was off, or the clock has jumped; which of both nobody can tell. */
const jumpMs = 7 * day;
/** Clocks are set back by less than that all the time. */
const backMs = 10 * 60_000;
/** For so long after a jump nothing is deleted without approval. */
const carefulMs = day;
/** And for so long after records came from a backup: what was locked or stored since then they don't know. */
const carefulAfterRestoreMs = 7 * day;

interface Seen {
  /** ISO 8601: the last look. */
  readonly at: string;
  /** ISO 8601: until then nothing is deleted without approval; null: nothing is wrong. */
  readonly carefulUntil: string | null;
}

/**
 * Remembers what time it was, over restarts and for all processes: a clock that jumps makes copies look older than they are, and what is
 * deleted then doesn't come back (F33).
 */
@Injectable()
export class ClockWatch {
  /** To be called at every turn. True: nothing may be deleted without approval. */
  async look(manager: EntityManager, now: Date): Promise<boolean> {
    const row = await manager.findOneBy(Setting, { id: settingId });
    const seen = row === null ? null : (row.value as Seen);
    const carefulUntil = until(seen, now);
    const value: Seen = { at: now.toISOString(), carefulUntil: carefulUntil?.toISOString() ?? null };
    // Not at every turn: nobody is to hear the disk once a minute.
    if (seen !== null && seen.carefulUntil === value.carefulUntil && isRecent(seen, now)) return carefulUntil !== null;
    await keep(manager, value, now);
    return carefulUntil !== null;
  }

  /** These records are older than what lies at the destinations. */
  async restored(manager: EntityManager, now: Date): Promise<void> {
    const carefulUntil = new Date(now.getTime() + carefulAfterRestoreMs).toISOString();
    await keep(manager, { at: now.toISOString(), carefulUntil }, now);
  }

  /** Without a look of its own: what the last one found. */
  async isCareful(manager: EntityManager, now: Date): Promise<boolean> {
    const row = await manager.findOneBy(Setting, { id: settingId });
    return until(row === null ? null : (row.value as Seen), now) !== null;
  }
}

async function keep(manager: EntityManager, value: Seen, now: Date): Promise<void> {
  const fresh = { id: settingId, value, updatedAt: now };
  await manager.createQueryBuilder().insert().into(Setting).values(fresh).orIgnore().execute();
  await manager.update(Setting, { id: settingId }, { value, updatedAt: now });
}

const isRecent = ({ at }: Seen, now: Date): boolean => Math.abs(now.getTime() - Date.parse(at)) < backMs;

function until(seen: Seen | null, now: Date): Date | null {
  if (seen === null) return null;
  const passed = now.getTime() - Date.parse(seen.at);
  if (passed > jumpMs || passed < -backMs) return new Date(now.getTime() + carefulMs);
  const before = seen.carefulUntil === null ? null : new Date(seen.carefulUntil);
  return before !== null && before > now ? before : null;
}
