import { Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { Database } from '../../database/database';
import { Channel } from '../../notifications/records/channel.entity';
import { Project } from '../../projects/project.entity';
import { RetentionApproval } from '../../retention/approval.entity';
import { Destination } from '../../storage/destination.entity';
import { instantOf } from '../sql-text';
import type { FailingChannelDto, LostCopyDto, NoticesDto, WaitingApprovalDto } from './notice.dto';

const mostApprovals = 50;
const mostCopies = 20;

/** What needs somebody and no project's state says. */
@Injectable()
export class Notices {
  constructor(private readonly database: Database) {}

  async all(): Promise<NoticesDto> {
    return { channels: await this.channels(), approvals: await this.approvals(), copies: await this.copies() };
  }

  private async channels(): Promise<FailingChannelDto[]> {
    const rows = await this.database.read.find(Channel, {
      where: { enabled: true, failingSince: Not(IsNull()) },
      order: { nameKey: 'ASC' },
      take: 50,
    });
    return rows.flatMap(({ id, name, failingSince, lastErrorText }) =>
      failingSince === null ? [] : [{ id, name, since: failingSince, problem: lastErrorText ?? '' }],
    );
  }

  private async approvals(): Promise<WaitingApprovalDto[]> {
    const rows = await this.database.read.find(RetentionApproval, {
      where: { state: 'waiting' },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: mostApprovals,
    });
    const { read } = this.database;
    const projects = await read.findBy(Project, { id: In(rows.map(({ projectId }) => projectId)) });
    const destinations = await read.findBy(Destination, { id: In(rows.map(({ destinationId }) => destinationId)) });
    const nameOf = (list: readonly { id: string; name: string }[], id: string): string =>
      list.find((one) => one.id === id)?.name ?? 'one that was deleted';
    return rows.map(({ id, projectId, destinationId, count, createdAt }) => ({
      id,
      projectName: nameOf(projects, projectId),
      destinationName: nameOf(destinations, destinationId),
      count,
      since: createdAt,
    }));
  }

  /** By the index of copies that are lacking: there are few. */
  private async copies(): Promise<LostCopyDto[]> {
    const rows = await this.database.read.query<LostCopyRow[]>(`
      SELECT c.id AS copy, c.backup_id AS backup, b.project_name AS project, c.storage_destination_id AS destination,
        c.destination_name AS place, c.status AS status, COALESCE(b.snapshot_time, b.created_at) AS at
      FROM backup_copies c JOIN backups b ON b.id = c.backup_id AND b.attempt = c.attempt
      WHERE c.status IN ('missing', 'damaged') AND b.deleted_at IS NULL
      ORDER BY c.created_at DESC, c.id DESC LIMIT ${mostCopies}`);
    return rows.map(({ copy, backup, project, destination, place, status, at }) => ({
      copyId: copy,
      backupId: backup,
      projectName: project,
      destinationId: destination,
      destinationName: place,
      status,
      at: instantOf(at),
    }));
  }
}

interface LostCopyRow {
  readonly copy: string;
  readonly backup: string;
  readonly project: string;
  readonly destination: string | null;
  readonly place: string;
  readonly status: LostCopyDto['status'];
  readonly at: Date | string;
}
