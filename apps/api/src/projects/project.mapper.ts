import { describeConnection, type DoctorReport } from '@stowbase/postgres';
import type { BackupOptions } from '../backups/backup-options';
import type { BackupOptionsDto } from './backup-options.dto';
import type { SecretViewDto } from './connection.dto';
import type { DoctorCheckDto } from './doctor.dto';
import type { LastCheckDto, ProjectDto } from './project.dto';
import type { Project } from './project.entity';

export function toProjectDto(project: Project, password: SecretViewDto): ProjectDto {
  const { host, port, username, database, tlsMode } = project;
  const { kind } = describeConnection({ host, port, user: username, database, tls: { mode: tlsMode } });
  return {
    id: project.id,
    name: project.name,
    connection: {
      host,
      port,
      username,
      database,
      password,
      tlsMode,
      hasCa: project.tlsCa !== null,
      pinned: project.tlsPin !== null,
      allowInsecure: project.allowInsecure,
      kind,
    },
    ref: project.ref,
    defaults: toOptionsDto(project.defaults),
    notes: project.notes,
    lastCheck: project.lastCheck as LastCheckDto | null,
    version: project.version,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
  };
}

export function toOptionsDto({ compression, ...options }: BackupOptions): BackupOptionsDto {
  return { compression: compression.method, compressionLevel: compression.level, ...options };
}

/** At most a quarter of a secret is shown, and nothing of a short one. */
export function secretView(secret: string | undefined): SecretViewDto {
  if (secret === undefined) return { set: false, hint: null };
  return { set: true, hint: secret.length >= 16 ? secret.slice(-4) : null };
}

export function toCheckDto({ id, title, status, text, code, fix, ms }: DoctorReport['checks'][number]): DoctorCheckDto {
  return {
    id,
    title,
    status,
    text,
    code: code ?? null,
    fix: fix === undefined ? null : { text: fix.text, sql: fix.sql ?? null },
    ms: ms ?? null,
  };
}
