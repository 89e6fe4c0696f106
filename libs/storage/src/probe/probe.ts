import { checkPrefix } from '../keys';
import type { Storage } from '../storage';
import { asStorageError, cancelled, type StorageErrorKind } from '../storage-error';
import { ProbePlace } from './probe-place';
import {
  probeCheckTitles,
  type CheckStatus,
  type ProbeCheck,
  type ProbeCheckId,
  type ProbeReport,
} from './probe-report';
import type { ProbeStep } from './probe-step';
import { probeSteps } from './probe-steps';

export interface ProbeOptions {
  /** The folder of keys in which it writes; empty by default. */
  readonly prefix?: string;
  /** The driver's own, by check. */
  readonly permissions?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/**
 * "Test connection": does with a storage what backups will do with it, check by check, and removes what it wrote, also when a
 * check fails. Rejects only when the signal is aborted.
 */
export async function probe(storage: Storage, options: ProbeOptions = {}): Promise<ProbeReport> {
  const { prefix = '', permissions = {}, signal = new AbortController().signal } = options;
  const place = new ProbePlace(storage, checkPrefix(prefix), signal);
  const checks: ProbeCheck[] = [];
  try {
    for (const step of probeSteps) {
      if (signal.aborted) throw cancelled(signal.reason);
      const permission = permissions[step.id];
      const { check, isOfRights } = await made(step, place, checks);
      checks.push(permission === undefined || !isOfRights ? check : { ...check, permission });
    }
  } finally {
    place.leftovers = await place.clean();
  }
  return {
    ok: checks.every(({ status }) => status !== 'failed'),
    checks,
    proven: {
      conditions: place.conditions,
      versions: place.facts?.versioning === true,
      ranges: place.ranges,
      canDelete: place.canDelete,
    },
    availableSpace: place.usage?.free ?? null,
    leftovers: place.leftovers,
  };
}

/** No permission mends these. */
const notOfRights: ReadonlySet<StorageErrorKind> = new Set(['auth', 'unreachable', 'stalled', 'rate-limited', 'quota']);

interface Made {
  readonly check: ProbeCheck;
  /** The permission that the check needs is worth telling. */
  readonly isOfRights: boolean;
}

async function made(step: ProbeStep, place: ProbePlace, before: readonly ProbeCheck[]): Promise<Made> {
  const { id } = step;
  const title = probeCheckTitles[id];
  const missing = step.needs.find((needed) => !held(needed, before));
  if (missing !== undefined) {
    const detail = `Not tried, because of "${probeCheckTitles[missing]}".`;
    return { check: { id, title, status: 'skipped', detail }, isOfRights: true };
  }
  const begun = performance.now();
  const took = (): number => Math.round(performance.now() - begun);
  try {
    const outcome = await step.run(place);
    return { check: { id, title, ...outcome, ms: took() }, isOfRights: true };
  } catch (cause) {
    const { kind, message, nextStep, code } = asStorageError(cause, `testing the storage`);
    const check: ProbeCheck = { id, title, status: 'failed', detail: message, nextStep, code, ms: took() };
    return { check, isOfRights: !notOfRights.has(kind) };
  }
}

const goodEnough: readonly CheckStatus[] = ['passed', 'warning'];

const held = (id: ProbeCheckId, checks: readonly ProbeCheck[]): boolean =>
  checks.some((check) => check.id === id && goodEnough.includes(check.status));
