import { notDrive } from './drive-error';

export const folderType = 'application/vnd.google-apps.folder';

/** A file or folder as Drive tells of it. */
export interface DriveFile {
  readonly id: string;
  readonly name: string;
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly created: Date;
  readonly modified: Date;
  /** 64 hex digits; null while Google has computed none. */
  readonly sha256: string | null;
  /** What only our own OAuth client sees and sets. */
  readonly properties: Readonly<Record<string, string>>;
  readonly trashed: boolean;
}

/** What is asked for of each. */
export const fileFields = 'id,name,size,createdTime,modifiedTime,sha256Checksum,appProperties,trashed';

/** @throws StorageError `damaged` when that is no file */
export function driveFile(value: unknown): DriveFile {
  if (typeof value !== 'object' || value === null) throw notDrive();
  const {
    id,
    name,
    size = '0',
    createdTime,
    modifiedTime,
    sha256Checksum,
    appProperties,
    trashed,
  } = value as Record<string, unknown>;
  // int64 travels as text.
  if (typeof id !== 'string' || typeof name !== 'string' || typeof size !== 'string' || !/^\d{1,16}$/.test(size)) {
    throw notDrive();
  }
  return {
    id,
    name,
    size: Number(size),
    created: timeOf(createdTime),
    modified: timeOf(modifiedTime),
    sha256: typeof sha256Checksum === 'string' ? sha256Checksum.toLowerCase() : null,
    properties: isTexts(appProperties) ? appProperties : {},
    trashed: trashed === true,
  };
}

/** Of several with one name or key, the first is the one that counts, for everybody: names in Drive aren't unique. */
export const olderFirst = (a: DriveFile, b: DriveFile): number =>
  a.created.getTime() - b.created.getTime() || (a.id < b.id ? -1 : 1);

function timeOf(text: unknown): Date {
  const time = new Date(typeof text === 'string' ? text : Number.NaN);
  if (Number.isNaN(time.getTime())) throw notDrive();
  return time;
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
