import type { Readable } from 'node:stream';
import type { HttpReply } from '../../http/http-types';
import type { StorageUsage } from '../../storage';
import { StorageError } from '../../storage-error';
import type { DriveApi } from './drive-api';
import { notDrive, reasonOf } from './drive-error';
import { driveFile, fileFields, olderFirst, type DriveFile } from './drive-file';
import { filePages } from './file-pages';

/** Everything that a new file has but its bytes. */
export interface FileMetadata {
  readonly name: string;
  readonly mimeType: string;
  readonly parents?: readonly string[];
  readonly description?: string;
  readonly appProperties: Readonly<Record<string, string>>;
}

/** The calls of Drive v3 that are needed: https://developers.google.com/workspace/drive/api/reference/rest/v3 */
export class DriveFiles {
  constructor(
    readonly api: DriveApi,
    private readonly bases: { readonly apiBase: string; readonly uploadBase: string },
    private readonly sharedDriveId: string | undefined,
  ) {}

  /** As pages come, oldest first; after a page token was rejected some may come again. */
  find(terms: readonly string[], signal?: AbortSignal): AsyncGenerator<DriveFile> {
    const url = this.#url('files', { q: terms.join(' and '), includeItemsFromAllDrives: 'true' });
    if (this.sharedDriveId !== undefined) {
      url.searchParams.set('corpora', 'drive');
      url.searchParams.set('driveId', this.sharedDriveId);
    }
    return filePages(this.api, url, signal);
  }

  /** All of them, each once, oldest first. */
  async all(terms: readonly string[], signal?: AbortSignal): Promise<DriveFile[]> {
    const files = new Map<string, DriveFile>();
    for await (const file of this.find(terms, signal)) files.set(file.id, file);
    return [...files.values()].sort(olderFirst);
  }

  /** The fields that are asked for, unchecked. */
  get(id: string, fields: string, signal?: AbortSignal): Promise<Record<string, unknown>> {
    return this.api.json({ method: 'GET', url: this.#url(`files/${id}`, { fields }), signal });
  }

  async create(metadata: FileMetadata): Promise<DriveFile> {
    const url = this.#url('files', { fields: fileFields });
    return driveFile(await this.api.json({ method: 'POST', url, json: metadata }));
  }

  async update(id: string, change: object, signal?: AbortSignal): Promise<DriveFile> {
    const url = this.#url(`files/${id}`, { fields: fileFields });
    return driveFile(await this.api.json({ method: 'PATCH', url, json: change, signal }));
  }

  /** For ever, without the bin. Gone already is done. */
  async remove(id: string): Promise<void> {
    try {
      await this.api.send({ method: 'DELETE', url: this.#url(`files/${id}`) });
    } catch (cause) {
      if (!(cause instanceof StorageError && cause.kind === 'not-found')) throw cause;
    }
  }

  /** Removes what nobody may take for a backup: where only the bin is allowed (Shared Drives), into the bin. */
  async discard(id: string): Promise<void> {
    try {
      await this.remove(id);
    } catch (cause) {
      if (reasonOf(cause) !== 'insufficientFilePermissions') throw cause;
      await this.update(id, { trashed: true });
    }
  }

  media(id: string, range: string | null, signal: AbortSignal | undefined): Promise<HttpReply<Readable>> {
    const url = this.#url(`files/${id}`, { alt: 'media' });
    return this.api.stream({ method: 'GET', url, signal, ...(range === null ? {} : { headers: { range } }) });
  }

  /** Begins a resumable upload. Returns the address of its session. */
  async startUpload(metadata: FileMetadata, signal?: AbortSignal): Promise<URL> {
    const url = new URL('/upload/drive/v3/files', this.bases.uploadBase);
    url.search = new URLSearchParams({
      uploadType: 'resumable',
      supportsAllDrives: 'true',
      fields: fileFields,
    }).toString();
    const headers = { 'x-upload-content-type': metadata.mimeType };
    const reply = await this.api.send({ method: 'POST', url, json: metadata, headers, signal });
    const session = URL.parse(reply.headers.location ?? '');
    // Bytes and a token go there: nowhere but to Google.
    if (session?.origin !== url.origin || sessionId(session) === null) throw notDrive();
    return session;
  }

  /** The address of a session by its id alone. */
  sessionUrl(id: string): URL {
    const url = new URL('/upload/drive/v3/files', this.bases.uploadBase);
    url.search = new URLSearchParams({ uploadType: 'resumable', upload_id: id }).toString();
    return url;
  }

  /** Of the whole account; a Shared Drive doesn't say. */
  async usage(): Promise<StorageUsage> {
    if (this.sharedDriveId !== undefined) return { used: null, free: null };
    const url = new URL('/drive/v3/about?fields=storageQuota(limit,usage)', this.bases.apiBase);
    const { storageQuota } = await this.api.json({ method: 'GET', url });
    const { limit, usage } = (storageQuota ?? {}) as Record<string, unknown>;
    const [all, used] = [bytesOf(limit), bytesOf(usage)];
    return { used, free: all === null || used === null ? null : Math.max(0, all - used) };
  }

  #url(path: string, params: Readonly<Record<string, string>> = {}): URL {
    const url = new URL(`/drive/v3/${path}`, this.bases.apiBase);
    url.search = new URLSearchParams({ supportsAllDrives: 'true', ...params }).toString();
    return url;
  }
}

export const sessionId = (session: URL): string | null => session.searchParams.get('upload_id');

const bytesOf = (text: unknown): number | null =>
  typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : null;
