/** The folders of an archive: what only a plain PostgreSQL needs, what every restore runs, and what is not run by default. */
export type MemberGroup = 'platform' | 'sql' | 'optional';

export const memberKinds = [
  'roles',
  'preamble',
  'extensions',
  'schema',
  'data',
  'schema_post',
  'managed',
  'history',
  'cron',
  'refresh',
  'schemas',
  'definitions',
  'constraints',
  'event_triggers',
  'large_objects',
] as const;
export type MemberKind = (typeof memberKinds)[number];

export interface MemberSpec {
  readonly group: MemberGroup;
  readonly kind: MemberKind;
  /** The true name, such as `public.users`: made safe for the file name, left out of it when the archive is encrypted. */
  readonly name?: string;
}

export interface MemberRef {
  readonly number: number;
  /** The full name inside the tar, such as `sql/00000012-data-public.users.sql.zst`. */
  readonly fileName: string;
}

/** A member's file name taken apart. `age` and `method` say how its bytes are stored. */
export interface MemberName {
  readonly group: MemberGroup;
  readonly number: number;
  readonly kind: MemberKind;
  readonly name: string | null;
  readonly method: 'zstd' | 'gzip';
  readonly age: boolean;
}

/** Members that are no SQL, in the order in which they stand. With encryption `contents.json` is `contents.json.age`. */
export const plainNames = {
  readme: 'README.txt',
  contents: 'contents.json',
  encryptedContents: 'contents.json.age',
  sums: 'SHA256SUMS',
  manifest: 'manifest.json',
  end: 'END',
} as const;

/** One number sequence over all folders, always of eight digits: the order of the names is the order of restoring. */
export const maxMemberNumber = 99_999_999;

const suffixes = { zstd: '.zst', gzip: '.gz' } as const;
// Shorter than ustar's name field, so that no name ever needs its prefix field or a pax header.
const longestName = 99;
const longestSafePart = 60;

export function memberFileName(
  spec: MemberSpec,
  number: number,
  stored: { method: 'zstd' | 'gzip'; age: boolean },
): string {
  const before = `${spec.group}/${String(number).padStart(8, '0')}-${spec.kind}`;
  const after = `.sql${suffixes[stored.method]}${stored.age ? '.age' : ''}`;
  if (spec.name === undefined || spec.name === '' || stored.age) return before + after;
  const room = Math.min(longestSafePart, longestName - before.length - after.length - 1);
  return `${before}-${spec.name.replace(/[^A-Za-z0-9_.-]/gu, '_').slice(0, room)}${after}`;
}

const memberPattern = new RegExp(
  `^(platform|sql|optional)/([0-9]{8})-(${memberKinds.join('|')})(?:-([A-Za-z0-9_.-]{1,60}))?\\.sql\\.(zst|gz)(\\.age)?$`,
);

/** The parts of a SQL member's name; null for any other name. Names are data, never paths: nothing but this form is accepted. */
export function parseMemberName(fileName: string): MemberName | null {
  const [, group, number, kind, name, suffix, age] = memberPattern.exec(fileName) ?? [];
  if (group === undefined || number === undefined || kind === undefined) return null;
  return {
    group: group as MemberGroup,
    number: Number(number),
    kind: kind as MemberKind,
    name: name ?? null,
    method: suffix === 'zst' ? 'zstd' : 'gzip',
    age: age !== undefined,
  };
}

/** Whether an archive may have a member of this name at all. */
export function isArchiveName(fileName: string): boolean {
  return (Object.values(plainNames) as string[]).includes(fileName) || parseMemberName(fileName) !== null;
}

/** The name of a member's plain SQL: without the suffixes of compression and encryption. */
export function plainSqlName(fileName: string): string {
  return fileName.replace(/(\.zst|\.gz)(\.age)?$/, '');
}
