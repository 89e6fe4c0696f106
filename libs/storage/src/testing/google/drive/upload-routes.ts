import { randomBytes } from 'node:crypto';
import { jsonOf, type Call, type Reply } from '../call';
import { day, type Clock } from '../clock';
import type { Fault } from '../faults';
import { driveErrors } from '../google-error';
import type { Principal } from '../oauth/oauth-world';
import type { DriveWorld } from './drive-world';
import type { FileRoutes } from './file-routes';
import { receive } from './receive-chunk';
import { chunkMultiple, chunkRange, type UploadSession } from './upload-session';

/**
 * Resumable uploads: https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable. That a session can be cancelled
 * by DELETE (499) is said only of the same servers for Cloud Storage: https://cloud.google.com/storage/docs/performing-resumable-uploads.
 */
export class UploadRoutes {
  readonly sessions = new Map<string, UploadSession>();

  constructor(
    private readonly world: DriveWorld,
    private readonly files: FileRoutes,
    private readonly clock: Clock,
  ) {}

  async start(call: Call, principal: Principal, origin: string): Promise<Reply> {
    const { url, request } = call;
    if (url.searchParams.get('uploadType') !== 'resumable') throw driveErrors.invalid('uploadType');
    const type = request.headers['x-upload-content-type'];
    const metadata = await jsonOf(call);
    const given = this.files.newFile({ mimeType: type, ...metadata }, url, principal);
    const parent = this.world.files.get(given.parents[0] ?? '');
    if (principal.isService && (parent?.driveId ?? null) === null) throw driveErrors.noQuota();
    const id = `AB${randomBytes(40).toString('base64url')}`;
    this.sessions.set(id, {
      id,
      metadata: given,
      principal,
      url,
      chunks: [],
      received: 0,
      file: null,
      startedAt: this.clock.now(),
    });
    const location = `${origin}/upload/drive/v3/files?uploadType=resumable&upload_id=${id}`;
    return { status: 200, headers: { location, 'x-guploader-uploadid': id } };
  }

  /** A PUT to a session: a chunk, or the question how much is there. */
  async put(call: Call, fault: Fault | null): Promise<Reply> {
    const session = this.#session(call);
    if (session === null || fault?.kind === 'lose-session') {
      if (session !== null) this.sessions.delete(session.id);
      call.request.resume();
      return { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>Not Found</html>' };
    }
    const range = chunkRange(call.request.headers['content-range']);
    if (range === null) throw driveErrors.bad('Failed to parse Content-Range header.');
    if (session.file !== null) return this.files.shown(session.file, session.url, session.principal);
    if (range.is === 'chunk') {
      const bytes = range.end - range.start;
      if (range.start !== session.received || bytes !== Number(call.request.headers['content-length'])) {
        throw driveErrors.bad('Invalid request. The number of bytes uploaded is required to be equal to the range.');
      }
      if (range.total === null && bytes % chunkMultiple !== 0) {
        throw driveErrors.bad('Invalid request. There were bytes that are no multiple of 262144.');
      }
      await receive(session, call, fault);
      this.#demandRoom(session);
    } else {
      call.request.resume();
    }
    if (range.total !== null && range.total === session.received) return this.#finished(session, fault);
    if (range.total !== null && range.total < session.received) throw driveErrors.bad('Invalid total.');
    // No Range at all while nothing is there.
    const range0 = session.received === 0 ? {} : { range: `bytes=0-${session.received - 1}` };
    return { status: 308, headers: { ...range0, 'x-guploader-uploadid': session.id } };
  }

  cancel(call: Call): Reply {
    const session = this.#session(call);
    if (session === null) return { status: 404 };
    this.sessions.delete(session.id);
    return { status: session.file === null ? 499 : 404 };
  }

  /** "A resumable session URI expires after one week." */
  #session({ url }: Call): UploadSession | null {
    const session = this.sessions.get(url.searchParams.get('upload_id') ?? '') ?? null;
    return session !== null && this.clock.now() - session.startedAt < 7 * day ? session : null;
  }

  #demandRoom(session: UploadSession): void {
    const { account } = session.principal;
    const inSharedDrive = this.world.files.get(session.metadata.parents[0] ?? '')?.driveId ?? null;
    if (inSharedDrive !== null || this.world.limit === null) return;
    if (this.world.usedBy(account).all + session.received <= this.world.limit) return;
    this.sessions.delete(session.id);
    throw driveErrors.full();
  }

  #finished(session: UploadSession, fault: Fault | null): Reply {
    let content = Buffer.concat(session.chunks);
    if (fault?.kind === 'shorten') content = content.subarray(0, Math.max(0, content.length - fault.bytes));
    if (fault?.kind === 'damage') content[0] = (content[0] ?? 0) ^ 1;
    const file = this.world.add(session.metadata, session.principal, content);
    session.file = file;
    session.chunks.length = 0;
    const reply = this.files.shown(file, session.url, session.principal);
    if (fault?.kind !== 'no-checksum') return reply;
    return {
      ...reply,
      json: Object.fromEntries(Object.entries(reply.json as object).filter(([name]) => !name.endsWith('Checksum'))),
    };
  }
}
