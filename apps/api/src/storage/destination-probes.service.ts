import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  probe,
  StorageError,
  type AnyDriver,
  type FieldMessage,
  type ProbeCheck,
  type ProbeReport,
  type Storage,
} from '@stowbase/storage';
import pLimit from 'p-limit';
import type { EntityManager } from 'typeorm';
import { Destination, type DestinationProblem, type ProvenAbilities } from './destination.entity';
import { hideSecrets } from './hide-secrets';
import type { Settings } from './merge-settings';
import { Probe } from './probe.entity';
import { StorageOpener } from './storage-opener.service';

/** What a connection test found. Its texts hold no secret of the destination. */
export interface ProbeOutcome {
  readonly ok: boolean;
  readonly at: Date;
  readonly checks: readonly ProbeCheck[];
  /** Null when nothing is proven, because it failed. */
  readonly proven: ProvenAbilities | null;
  /** Bytes; null where the store doesn't say. */
  readonly freeBytes: number | null;
  /** Keys that the test wrote and couldn't delete again. */
  readonly leftovers: readonly string[];
  /** The setting that is to blame when the storage couldn't even be opened. */
  readonly wrongSetting: (FieldMessage & { readonly nextStep: string }) | null;
}

/** Tests of one destination that are kept. */
export const keptProbes = 50;

/** Older ones that go with one that comes: at most so many at once. */
const forgottenAtOnce = 50;

/** Each writes 1 MiB and reads it back. */
const probesAtOnce = 4;

/** "Test connection": asks a store what it can do, and keeps what it answered. */
@Injectable()
export class DestinationProbes implements OnModuleDestroy {
  private readonly limit = pLimit(probesAtOnce);
  private readonly stopping = new AbortController();

  constructor(private readonly opener: StorageOpener) {}

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** Never fails because of the store: that is what it reports. @throws StorageError `cancelled` when the service stops */
  async run(driver: AnyDriver, settings: Settings): Promise<ProbeOutcome> {
    return this.limit(async () => withoutSecrets(await this.outcome(driver, settings), hideSecrets(driver, settings)));
  }

  /** Keeps an outcome. Its time decides: an older one doesn't replace what a newer one found. */
  async record(manager: EntityManager, destinationId: string, outcome: ProbeOutcome): Promise<void> {
    const { ok, at, checks } = outcome;
    // It may have been deleted while it was tested.
    if (!(await manager.existsBy(Destination, { id: destinationId }))) return;
    await manager.insert(Probe, { id: randomUUID(), destinationId, at, ok, checks: [...checks] });
    const old = await manager.find(Probe, {
      select: { id: true },
      where: { destinationId },
      order: { at: 'DESC', id: 'DESC' },
      skip: keptProbes,
      take: forgottenAtOnce,
    });
    if (old.length > 0)
      await manager.delete(
        Probe,
        old.map(({ id }) => id),
      );
    await manager
      .createQueryBuilder()
      .update(Destination)
      .set(validationColumns(outcome))
      .where('id = :id AND (last_validated IS NULL OR last_validated <= :at)', { id: destinationId, at })
      .execute();
  }

  private async outcome(driver: AnyDriver, settings: Settings): Promise<ProbeOutcome> {
    let storage: Storage;
    try {
      storage = await this.opener.open(driver, settings);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      return notOpened(error);
    }
    try {
      return reported(await probe(storage, { permissions: driver.permissions ?? {}, signal: this.stopping.signal }));
    } finally {
      await storage.close();
    }
  }
}

/** The columns of a destination that tell of its last test. What an earlier test proved stays when this one failed. */
export function validationColumns(
  outcome: ProbeOutcome,
): Pick<Destination, 'lastValidated' | 'validationStatus' | 'validationError'> &
  Pick<Destination, 'problem'> &
  Partial<Pick<Destination, 'capabilities' | 'freeBytes'>> {
  return {
    lastValidated: outcome.at,
    validationStatus: outcome.ok ? 'valid' : 'invalid',
    validationError: failureOf(outcome)?.detail ?? null,
    // It works: whatever was wrong is mended.
    problem: outcome.ok ? null : problemOf(outcome),
    ...(outcome.proven === null ? {} : { capabilities: outcome.proven, freeBytes: outcome.freeBytes }),
  };
}

function problemOf(outcome: ProbeOutcome): DestinationProblem | null {
  const failure = failureOf(outcome);
  if (failure === undefined) return null;
  const { code = 'STORAGE_UNEXPECTED', detail: text, nextStep = '' } = failure;
  return { code, text, nextStep, at: outcome.at.toISOString() };
}

/** The first check that failed: the later ones often fail because of it. */
export const failureOf = ({ checks }: ProbeOutcome): ProbeCheck | undefined =>
  checks.find(({ status }) => status === 'failed');

const reported = ({ ok, checks, proven, availableSpace, leftovers }: ProbeReport): ProbeOutcome => ({
  ok,
  at: new Date(),
  checks,
  proven: ok ? proven : null,
  freeBytes: availableSpace,
  leftovers,
  wrongSetting: null,
});

function notOpened({ kind, code, message, nextStep, field }: StorageError): ProbeOutcome {
  return {
    ok: false,
    at: new Date(),
    checks: [{ id: 'reach', title: 'Settings', status: 'failed', detail: message, nextStep, code }],
    proven: null,
    freeBytes: null,
    leftovers: [],
    wrongSetting: kind === 'invalid-config' ? { field: field ?? '', message, nextStep } : null,
  };
}

function withoutSecrets(outcome: ProbeOutcome, hide: (text: string) => string): ProbeOutcome {
  const { wrongSetting } = outcome;
  return {
    ...outcome,
    checks: outcome.checks.map((check) => ({
      ...check,
      detail: hide(check.detail),
      ...(check.nextStep === undefined ? {} : { nextStep: hide(check.nextStep) }),
    })),
    leftovers: outcome.leftovers.map(hide),
    wrongSetting:
      wrongSetting === null
        ? null
        : { ...wrongSetting, message: hide(wrongSetting.message), nextStep: hide(wrongSetting.nextStep) },
  };
}
