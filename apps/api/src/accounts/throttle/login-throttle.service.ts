import { Injectable } from '@nestjs/common';
import { In, LessThan, type EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { fail } from '../accounts.errors';
import { Clock } from '../clock';
import { addressGroup } from '../guard/client-address';
import { LoginThrottle } from '../login-throttle.entity';
import { sha256 } from '../secret-token';
import { delayAfter, delayRules, memory, type DelayKind } from './delays';

export interface Attempt {
  /** `emailKey` of the account, which may not exist; null: what is guessed at is no account. */
  readonly account: string | null;
  readonly address: string;
  /** The known device that asks; null: none. */
  readonly deviceId: string | null;
}

/** How an attempt ended. `neither`: right so far, but not signed in yet; it counts for nothing. */
export type AttemptEnd<T> = { readonly end: 'right' | 'neither'; readonly value: T } | { readonly end: 'wrong' };

interface Counter {
  readonly id: string;
  readonly kind: DelayKind;
}

/**
 * Slows guessing down, wherever a password or code is checked. An attempt is counted before it is checked, so that many at once can't pass
 * between check and count.
 */
@Injectable()
export class LoginThrottles {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns null: wrong
   * @throws ApiError `TOO_MANY_ATTEMPTS` without checking, and whatever `check` throws, which counts for nothing
   */
  async guard<T>(attempt: Attempt, check: () => Promise<AttemptEnd<T>>): Promise<T | null> {
    const counters = countersOf(attempt);
    await this.database.write((manager) => this.count(manager, counters));
    let result: AttemptEnd<T>;
    try {
      result = await check();
    } catch (error) {
      await this.database.write((manager) => this.undo(manager, counters));
      throw error;
    }
    if (result.end === 'wrong') return null;
    const right = result.end === 'right';
    await this.database.write((manager) => (right ? this.forget(manager, counters) : this.undo(manager, counters)));
    return result.value;
  }

  private async count(manager: EntityManager, counters: readonly Counter[]): Promise<void> {
    const now = this.clock.now();
    await manager.delete(LoginThrottle, { lastFailureAt: LessThan(new Date(now.getTime() - 24 * memory)) });
    for (const { id } of counters) await lockRow(manager, id, now);
    const rows = await manager.findBy(LoginThrottle, { id: In(counters.map(({ id }) => id)) });
    const wait = Math.max(...rows.map((row) => (row.blockedUntil?.getTime() ?? 0) - now.getTime()));
    if (wait > 0) throw tooMany(wait);
    for (const { id, kind } of counters) {
      const row = rows.find((one) => one.id === id);
      const failures = row === undefined || isStale(row, now) ? 1 : row.failures + 1;
      const delay = delayAfter(failures, delayRules[kind]);
      const blockedUntil = delay === 0 ? null : new Date(now.getTime() + delay);
      await manager.update(LoginThrottle, id, { failures, lastFailureAt: now, blockedUntil });
    }
  }

  private async undo(manager: EntityManager, counters: readonly Counter[]): Promise<void> {
    for (const { id } of counters) {
      await manager.update(LoginThrottle, id, { failures: () => 'failures - 1', blockedUntil: null });
    }
  }

  /** An address is not forgotten: whoever has an account of their own could guess at others' without end. */
  private async forget(manager: EntityManager, counters: readonly Counter[]): Promise<void> {
    await this.undo(
      manager,
      counters.filter(({ kind }) => kind === 'address'),
    );
    const others = counters.filter(({ kind }) => kind !== 'address');
    for (const { id } of others) await manager.delete(LoginThrottle, id);
  }
}

/** In one order always: two transactions that wait for each other's rows would never end. */
function countersOf({ account, address, deviceId }: Attempt): Counter[] {
  const group = addressGroup(address);
  const counter = (kind: DelayKind, ...parts: string[]): Counter => ({
    kind,
    id: sha256(JSON.stringify([kind, ...parts])),
  });
  if (deviceId !== null) return [counter('device', deviceId)];
  if (account === null) return [counter('address', group)];
  const all = [counter('account and address', account, group), counter('account', account), counter('address', group)];
  return all.sort((a, b) => a.id.localeCompare(b.id));
}

async function lockRow(manager: EntityManager, id: string, now: Date): Promise<void> {
  const fresh = { id, failures: 0, lastFailureAt: now, blockedUntil: null };
  await manager.createQueryBuilder().insert().into(LoginThrottle).values(fresh).orIgnore().execute();
  await manager.update(LoginThrottle, id, { failures: () => 'failures' });
}

const isStale = ({ blockedUntil, lastFailureAt }: LoginThrottle, now: Date): boolean =>
  now.getTime() - (blockedUntil ?? lastFailureAt).getTime() > memory;

function tooMany(wait: number): Error {
  const seconds = Math.ceil(wait / 1_000);
  return fail('TOO_MANY_ATTEMPTS', 'There were too many wrong attempts.', {
    nextStep: `Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
    headers: { 'Retry-After': String(seconds) },
    more: { retryAfter: seconds },
  });
}
