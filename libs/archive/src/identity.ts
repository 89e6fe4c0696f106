import { misuse } from './errors';

/** What an archive is of, and what made it. Times are kept in UTC. */
export interface ArchiveIdentity {
  /** A UUID. */
  readonly backupId: string;
  /** 1 for the first attempt of a backup. */
  readonly attempt: number;
  /** `[a-z0-9-]{1,40}`, see {@link slugOf}. */
  readonly projectSlug: string;
  readonly createdAt: Date;
  readonly snapshotAt: Date;
  readonly projectName: string;
  readonly projectRef: string | null;
  /** As in `SHOW server_version_num`, such as 150008. */
  readonly serverVersionNum: number;
  readonly tools: ToolVersions;
}

export interface ToolVersions {
  readonly stowbase: string;
  readonly pgDump: string;
  readonly node: string;
}

/** `<slug>_<YYYYMMDDTHHMMSSZ>_<16 hex of the backup id>-<attempt>.tar`: names only help people, everything needed is inside. */
export function archiveFileName(
  identity: Pick<ArchiveIdentity, 'backupId' | 'attempt' | 'projectSlug' | 'createdAt'>,
): string {
  const time = identity.createdAt.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const id = identity.backupId.replaceAll('-', '').slice(0, 16);
  return `${identity.projectSlug}_${time}_${id}-${identity.attempt}.tar`;
}

/** Any text as `[a-z0-9-]{1,40}`; `project` when nothing of it is left. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return slug === '' ? 'project' : slug;
}

/** @throws ArchiveError `misuse` when a field isn't what the format demands. */
export function checkIdentity(identity: ArchiveIdentity): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(identity.backupId)) {
    throw misuse('The backup id of an archive must be a lower-case UUID.');
  }
  if (!Number.isSafeInteger(identity.attempt) || identity.attempt < 1) {
    throw misuse('The attempt of an archive counts from 1.');
  }
  if (!/^[a-z0-9-]{1,40}$/.test(identity.projectSlug)) {
    throw misuse('The project slug of an archive has 1 to 40 of a-z, 0-9 and "-".');
  }
  for (const time of [identity.createdAt, identity.snapshotAt]) {
    if (Number.isNaN(time.getTime())) throw misuse('The times of an archive must be valid.');
  }
}
