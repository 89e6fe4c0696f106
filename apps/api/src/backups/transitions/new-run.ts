import { randomUUID } from 'node:crypto';
import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import type { AuditLog } from '../../accounts/audit-log';
import { engine } from '../../database/column-types';
import { Project } from '../../projects/project.entity';
import { fail as failProject } from '../../projects/projects.errors';
import { Destination } from '../../storage/destination.entity';
import { fail as failDestination } from '../../storage/storage.errors';
import { Backup } from '../backup.entity';
import { IdempotencyKey } from '../idempotency-key.entity';
import { fail } from '../records/backups.errors';
import type { NewRun } from './claim';
import { addCopies } from './copies-of-attempt';
import { findLiveRun, runActive } from './find-live-run';
import { crashPoint } from '../../lifecycle/crash-point';

/** How long an Idempotency-Key is remembered, milliseconds. */
export const keyLifeMs = 24 * 3600 * 1000;

/** The row of a run that nobody works on yet, with the copies of its first attempt. */
export async function insertRun(manager: EntityManager, request: NewRun, now: Date, audit: AuditLog): Promise<Backup> {
  await demandOpen(manager, request);
  const live = await findLiveRun(manager, request.project.id);
  if (live !== null) {
    // On PostgreSQL the same request may have ended in another process since the key was looked up: each statement sees what is new.
    const repeated = await findRepeated(manager, request, now);
    if (repeated !== null) return repeated;
    throw runActive(live);
  }
  const run = manager.create(Backup, {
    id: randomUUID(),
    projectId: request.project.id,
    projectName: request.project.name,
    trigger: request.trigger,
    scheduleId: request.schedule?.id ?? null,
    slot: request.schedule?.slot ?? null,
    missedCount: null,
    maxRunSeconds: request.maxRunSeconds ?? null,
    requestedBy: request.actor?.name.slice(0, 100) ?? null,
    type: request.type,
    options: request.options,
    recipients: [...request.recipients],
    ...unbegun,
    runAfter: now,
    createdAt: now,
    notes: request.notes ?? '',
  });
  await manager.insert(Backup, run);
  crashPoint('run/inserted');
  const destinations = request.destinations.length > 0 ? request.destinations : [{ id: null, name: browserName }];
  await addCopies(manager, run.id, 1, destinations, now);
  if (request.idempotency !== undefined) {
    await manager.insert(IdempotencyKey, { ...request.idempotency, backupId: run.id, createdAt: now });
  }
  await audit.record(manager, {
    actor: request.actor,
    action: 'backup.start',
    object: { type: 'backup', id: run.id, name: run.projectName },
    detail: { trigger: run.trigger, type: run.type, destinations: destinations.map(({ name }) => name) },
  });
  return run;
}

/** What the copy of a direct run is called: it has no destination. */
export const browserName = 'Browser';

/** Neither the project nor a destination may be deleted between the look at it and this row. */
async function demandOpen(manager: EntityManager, { project, destinations: all }: NewRun): Promise<void> {
  const destinations = all.filter(({ refused }) => refused === undefined);
  const projects = manager.createQueryBuilder(Project, 'p').where('p.id = :id AND p.deletedAt IS NULL', project);
  if ((await shared(projects).getOne()) === null) {
    throw failProject('PROJECT_NOT_FOUND', `${project.name} was deleted.`, {
      nextStep: 'Look at the list of projects.',
    });
  }
  if (destinations.length === 0) return;
  const ids = destinations.map(({ id }) => id);
  const open = await shared(
    manager.createQueryBuilder(Destination, 'd').where('d.id IN (:...ids) AND d.closing = false', { ids }),
  ).getMany();
  const gone = destinations.find(({ id }) => open.every((one) => one.id !== id));
  if (gone !== undefined) {
    throw failDestination('DESTINATION_CLOSING', `The destination ${gone.name} is being deleted.`, {
      nextStep: 'Choose another destination.',
    });
  }
}

/** On SQLite there is one writer anyway. */
const shared = <T extends ObjectLiteral>(query: SelectQueryBuilder<T>): SelectQueryBuilder<T> =>
  engine === 'postgres' ? query.setLock('pessimistic_read') : query;

/**
 * The run that was begun by the same request before; null: there is none.
 * @throws ApiError IDEMPOTENCY_KEY_REUSED when the key was sent with another body
 */
export async function findRepeated(manager: EntityManager, { idempotency }: NewRun, now: Date): Promise<Backup | null> {
  if (idempotency === undefined) return null;
  const known = await manager.findOneBy(IdempotencyKey, { id: idempotency.id });
  if (known === null) return null;
  if (known.createdAt.getTime() < now.getTime() - keyLifeMs) {
    await manager.delete(IdempotencyKey, { id: known.id });
    return null;
  }
  if (known.bodySha256 !== idempotency.bodySha256) {
    throw fail('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was sent with another request before.', {
      nextStep: 'Send a new key with each new request.',
    });
  }
  return manager.findOneBy(Backup, { id: known.backupId });
}

const unbegun = {
  status: 'queued',
  attempt: 0,
  token: 0,
  retries: 0,
  interruptions: 0,
  leaseUntil: null,
  cancelRequested: false,
  errorCode: null,
  errorText: null,
  errorNext: null,
  gaps: [],
  startedAt: null,
  finishedAt: null,
  snapshotTime: null,
  rawBytes: null,
  storedBytes: null,
  sha256: null,
  contents: null,
  profile: null,
  progress: null,
  verifiedLevel: 0,
  verifiedAt: null,
  locked: false,
  deletedAt: null,
} satisfies Partial<Backup>;
