import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { describeConnection, type DoctorReport } from '@stowbase/postgres';
import { IsNull, type EntityManager } from 'typeorm';
import type { Actor } from '../accounts/access';
import { auditChanges, type AuditChange } from '../accounts/audit/audit-changes';
import { AuditLog } from '../accounts/audit-log';
import { standardOptions } from '../backups/backup-options';
import { Database } from '../database/database';
import { fail as failCommon } from '../errors/common.errors';
import { EventHub } from '../events/event-hub';
import { cleanName, nameKey } from '../names/names';
import { SecretBox } from '../secrets/secret-box';
import { mergeOptions } from './merge-options';
import { ProjectDoctor } from './project-doctor';
import { Project } from './project.entity';
import type { CreateProjectDto, UpdateProjectDto } from './project.dto';
import { toCheckDto } from './project.mapper';
import { ProjectUsers } from './project-users';
import { fail } from './projects.errors';
import { Projects } from './projects.service';
import { readConnection, type ReadConnection } from './read-connection';
import { connectionColumns } from './stored-connection';

/** Creating, changing and deleting projects: checked first, then stored, or nothing is. */
@Injectable()
export class ProjectChanges {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
    private readonly doctor: ProjectDoctor,
    private readonly secrets: SecretBox,
    private readonly users: ProjectUsers,
    private readonly audit: AuditLog,
    private readonly events: EventHub,
  ) {}

  /** @throws ApiError `CONNECTION_INVALID`, `CHECKS_FAILED`, `NAME_TAKEN`, … */
  async create(dto: CreateProjectDto, actor: Actor): Promise<Project> {
    const connection = readConnection(dto.connection);
    const { ref, database } = describeConnection(connection.settings);
    const name = cleanName(dto.name ?? ref ?? database);
    await this.refuseTakenName(this.database.read, nameKey(name), null);
    const defaults = mergeOptions(standardOptions, dto.defaults, 'defaults');
    const { report, pinned } = await this.examine(connection, dto.saveAnyway === true);
    const id = randomUUID();
    const now = new Date();
    const project: Project = {
      id,
      name,
      nameKey: nameKey(name),
      ...connectionColumns(id, pinned, connection.allowInsecure, this.secrets),
      ref,
      defaults,
      notes: dto.notes ?? '',
      lastCheck: lastCheck(report, now),
      deletedAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await this.store(project.nameKey, null, async (manager) => {
      await manager.insert(Project, project);
      await this.audit.record(manager, { actor, action: 'project.create', object: objectOf(project) });
    });
    this.changed(project);
    return project;
  }

  /** @throws ApiError also `STALE_VERSION`, `PASSWORD_NEEDED_AGAIN` */
  async update(id: string, dto: UpdateProjectDto, actor: Actor): Promise<Project> {
    const before = await this.projects.get(id);
    if (before.version !== dto.version) throw stale(before);
    const now = new Date();
    const name = dto.name === undefined ? before.name : cleanName(dto.name);
    const changed: Project = {
      ...before,
      name,
      nameKey: nameKey(name),
      defaults: mergeOptions(before.defaults, dto.defaults, 'defaults'),
      notes: dto.notes ?? before.notes,
      version: before.version + 1,
      updatedAt: now,
    };
    await this.refuseTakenName(this.database.read, changed.nameKey, id);
    let passwordChanged = false;
    if (dto.connection !== undefined || dto.trustNewCertificate === true) {
      const stored = { settings: this.projects.connection(before), allowInsecure: before.allowInsecure };
      const read = readConnection(dto.connection ?? {}, stored);
      passwordChanged = read.settings.password !== stored.settings.password;
      const connection = dto.trustNewCertificate === true ? withoutPin(read) : read;
      const { report, pinned } = await this.examine(connection, dto.saveAnyway === true);
      Object.assign(changed, connectionColumns(id, pinned, connection.allowInsecure, this.secrets), {
        ref: describeConnection(pinned).ref,
        lastCheck: lastCheck(report, now),
      });
    }
    await this.store(changed.nameKey, id, async (manager) => {
      const { affected } = await manager.update(Project, { id, version: before.version, deletedAt: IsNull() }, changed);
      if (affected !== 1) throw stale(before);
      const detail = {
        fields: Object.keys(dto).filter((field) => field !== 'version'),
        changes: changesOf(before, changed, passwordChanged),
      };
      await this.audit.record(manager, { actor, action: 'project.update', object: objectOf(changed), detail });
    });
    this.changed(changed);
    return changed;
  }

  /** Its backups stay, its schedules go. @throws ApiError `PROJECT_BUSY` */
  async delete(id: string, actor: Actor): Promise<void> {
    const project = await this.projects.get(id);
    const runs = await this.users.liveRuns(id);
    if (runs.length > 0)
      throw fail('PROJECT_BUSY', `A backup of ${project.name} is queued or running.`, {
        nextStep: 'Cancel it or wait until it ends.',
        more: { backupIds: runs },
      });
    const now = new Date();
    await this.database.write(async (manager) => {
      // Its secrets go at once.
      await manager.update(Project, { id, deletedAt: IsNull() }, { deletedAt: now, updatedAt: now, password: null });
      await this.users.letGo(manager, id, actor);
      await this.audit.record(manager, { actor, action: 'project.delete', object: objectOf(project) });
    });
    this.changed({ ...project, deletedAt: now });
  }

  /** Checks a stored project's connection again and keeps what was found. */
  async check(id: string): Promise<DoctorReport> {
    const project = await this.projects.get(id);
    const settings = this.projects.connection(project);
    const report = await this.doctor.examine({ settings, allowInsecure: project.allowInsecure });
    const found = lastCheck(report, new Date());
    await this.database.write((manager) => manager.update(Project, { id }, { lastCheck: found }));
    this.changed({ ...project, lastCheck: found });
    return report;
  }

  /** The certificate's issuer is pinned at the first connection that nothing else checks. */
  private async examine(
    connection: ReadConnection,
    saveAnyway: boolean,
  ): Promise<{ report: DoctorReport; pinned: ReadConnection['settings'] }> {
    const report = await this.doctor.examine(connection);
    if (!report.ok && !saveAnyway) {
      const failed = report.checks.filter(({ status }) => status === 'fail');
      throw fail('CHECKS_FAILED', failed.map(({ text }) => text).join(' '), {
        nextStep: failed[0]?.fix?.text ?? 'Mend what the checks name, or store it with saveAnyway.',
        more: { reason: failed[0]?.code ?? failed[0]?.id, checks: report.checks.map(toCheckDto) },
      });
    }
    const { settings } = connection;
    const pin =
      settings.tls.mode === 'require' && settings.tls.ca === undefined ? (settings.tls.pin ?? report.pin) : null;
    return { report, pinned: pin === null ? settings : { ...settings, tls: { ...settings.tls, pin } } };
  }

  private async refuseTakenName(manager: EntityManager, key: string, except: string | null): Promise<void> {
    const other = await manager.findOneBy(Project, { nameKey: key, deletedAt: IsNull() });
    if (other === null || other.id === except) return;
    throw failCommon('NAME_TAKEN', `Another project is called ${other.name}.`, {
      field: 'name',
      nextStep: 'Choose another name.',
    });
  }

  /** The name is looked at again inside the transaction: two requests may have asked for it at once. */
  private async store(key: string, id: string | null, work: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.database.write(async (manager) => {
      await this.refuseTakenName(manager, key, id);
      await work(manager);
    });
  }

  private changed(project: Project): void {
    const { id, name, deletedAt } = project;
    this.events.publish({ type: 'project.changed', id, data: { id, name, deleted: deletedAt !== null } });
  }
}

function changesOf(before: Project, after: Project, passwordChanged: boolean): AuditChange[] {
  const told = (project: Project): Record<string, unknown> => {
    const { name, notes, host, port, username, database, tlsMode, tlsPin, allowInsecure, defaults } = project;
    const { compression, ...options } = defaults;
    const connection = { host, port, username, database, tlsMode, tlsPin, allowInsecure };
    return {
      name,
      notes,
      ...under('connection', connection),
      ...under('defaults', { ...options, compression: compression.method, compressionLevel: compression.level }),
    };
  };
  const password = { field: 'connection.password', before: null, after: null, hidden: true };
  return [...auditChanges(told(before), told(after)), ...(passwordChanged ? [password] : [])];
}

const under = (path: string, values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${path}.${name}`, value as unknown]));

const objectOf = ({ id, name }: Project): { type: string; id: string; name: string } => ({ type: 'project', id, name });

function lastCheck(report: DoctorReport, at: Date): object {
  return { ok: report.ok, at: at.toISOString(), checks: report.checks.map(toCheckDto) };
}

function withoutPin(connection: ReadConnection): ReadConnection {
  const tls = { ...connection.settings.tls };
  delete tls.pin;
  return { ...connection, settings: { ...connection.settings, tls } };
}

const stale = (project: Project): Error =>
  failCommon('STALE_VERSION', `${project.name} was changed by somebody else meanwhile.`, {
    field: 'version',
    nextStep: 'Load it again and repeat the change.',
    more: { version: project.version },
  });
