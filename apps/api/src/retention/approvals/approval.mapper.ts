import { In, type EntityManager } from 'typeorm';
import { Project } from '../../projects/project.entity';
import { Schedule } from '../../scheduler/schedule.entity';
import { Destination } from '../../storage/destination.entity';
import type { RetentionApproval } from '../approval.entity';
import type { ApprovalDto, ApprovalSummaryDto } from './approval.dto';

/** What things are called now; one that is gone has no name. */
export interface ApprovalNames {
  readonly projects: ReadonlyMap<string, string>;
  readonly destinations: ReadonlyMap<string, string>;
  readonly schedules: ReadonlyMap<string, string>;
}

type SummaryRow = Omit<RetentionApproval, 'copies'>;

/** @param rows of one page */
export async function namesOf(manager: EntityManager, rows: readonly SummaryRow[]): Promise<ApprovalNames> {
  const named = async (
    entity: typeof Project | typeof Destination | typeof Schedule,
    ids: readonly (string | null)[],
  ): Promise<ReadonlyMap<string, string>> => {
    const known = [...new Set(ids)].filter((id) => id !== null);
    const found = await manager.find<{ id: string; name: string }>(entity, {
      select: { id: true, name: true },
      where: { id: In(known) },
    });
    return new Map(found.map(({ id, name }) => [id, name]));
  };
  return {
    projects: await named(
      Project,
      rows.map(({ projectId }) => projectId),
    ),
    destinations: await named(
      Destination,
      rows.map(({ destinationId }) => destinationId),
    ),
    schedules: await named(
      Schedule,
      rows.map(({ scheduleId }) => scheduleId),
    ),
  };
}

export const toApprovalSummary = (row: SummaryRow, names: ApprovalNames): ApprovalSummaryDto => ({
  id: row.id,
  projectId: row.projectId,
  projectName: names.projects.get(row.projectId) ?? '',
  destinationId: row.destinationId,
  destinationName: names.destinations.get(row.destinationId) ?? '',
  scheduleId: row.scheduleId,
  scheduleName: row.scheduleId === null ? null : (names.schedules.get(row.scheduleId) ?? null),
  state: row.state,
  cause: row.cause,
  listId: row.listSha256,
  count: row.count,
  bytes: row.bytes,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  decidedBy: row.decidedBy,
  decidedAt: row.decidedAt,
});

export const toApprovalDto = (row: RetentionApproval, names: ApprovalNames): ApprovalDto => ({
  ...toApprovalSummary(row, names),
  copies: row.copies.map(({ at, ...copy }) => ({ ...copy, at: new Date(at) })),
});
