import { createHash, randomBytes } from 'node:crypto';

export const folderType = 'application/vnd.google-apps.folder';

export interface DriveFile {
  readonly id: string;
  name: string;
  readonly mimeType: string;
  parents: string[];
  /** Itself, not by a folder above it. */
  trashed: boolean;
  readonly createdTime: Date;
  modifiedTime: Date;
  /** Of a shared drive; null in somebody's My Drive. */
  readonly driveId: string | null;
  readonly owner: string;
  /** The app that made it: with the scope drive.file it sees nothing else. */
  readonly app: string;
  /** Each app sees only its own. */
  readonly appProperties: Map<string, Record<string, string>>;
  description: string;
  /** Null for a folder. */
  readonly content: Buffer | null;
  readonly checksums: Readonly<Record<string, string>>;
  /** Accounts that may read it and what is below it. */
  readonly readers: Set<string>;
}

/** Ids are letters, digits, `-` and `_`, in no order. */
export const newId = (): string => `1${randomBytes(24).toString('base64url')}`;

/** "Only populated for files with content stored in Google Drive": …/drive/api/reference/rest/v3/files */
export function checksumsOf(content: Buffer): Record<string, string> {
  const of = (algorithm: string): string => createHash(algorithm).update(content).digest('hex');
  return { md5Checksum: of('md5'), sha1Checksum: of('sha1'), sha256Checksum: of('sha256') };
}

const most = { pairs: 30, pairBytes: 124 };

/** https://developers.google.com/workspace/drive/api/guides/properties#limits */
export function withinLimits(properties: Readonly<Record<string, string>>): boolean {
  const pairs = Object.entries(properties);
  return pairs.length <= most.pairs && pairs.every(([key, value]) => Buffer.byteLength(key + value) <= most.pairBytes);
}
