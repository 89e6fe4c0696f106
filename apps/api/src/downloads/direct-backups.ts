import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Actor } from '../accounts/access';
import { BackupRecords } from '../backups/records/backup-records.service';
import { RecoveryKeys } from '../backups/recovery-keys/recovery-keys.service';
import { BackupRunner } from '../backups/runner/backup-runner';
import { NotReady, type RunEnd } from '../backups/runner/direct-run';
import { RUN_QUEUE, type RunQueue } from '../backups/queue/run-queue';
import type { Claim } from '../backups/transitions/claim';
import { RunTransitions } from '../backups/transitions/run-transitions';
import { EventHub } from '../events/event-hub';
import { ApiError } from '../errors/api-error';
import { mergeOptions } from '../projects/merge-options';
import { Projects } from '../projects/projects.service';
import { DirectBackup, setDirectHead } from './direct-backup';
import type { DownloadLink } from './download-link.entity';
import type { DirectBackupDto, DirectBackupRequestDto } from './download.dto';
import { DOWNLOAD_LIMITS, type DownloadLimits } from './download-limits';
import { DownloadLinks, expired } from './download-links';
import { fail } from './downloads.errors';

interface Live {
  readonly direct: DirectBackup;
  readonly leave: AbortController;
  patience?: NodeJS.Timeout;
}

/** Backups straight into a browser: nothing of them is kept on the server. */
@Injectable()
export class DirectBackups {
  private readonly logger = new Logger('Downloads');
  /** Those whose link may be made or used, by backup. */
  private readonly live = new Map<string, Live>();
  private running = 0;

  constructor(
    private readonly projects: Projects,
    private readonly keys: RecoveryKeys,
    private readonly transitions: RunTransitions,
    private readonly runner: BackupRunner,
    private readonly records: BackupRecords,
    private readonly links: DownloadLinks,
    private readonly events: EventHub,
    @Inject(RUN_QUEUE) private readonly queue: RunQueue,
    @Inject(DOWNLOAD_LIMITS) private readonly limits: DownloadLimits,
  ) {}

  /** Resolves when connection, snapshot and the first member are there. @throws ApiError `DIRECT_NOT_STARTED`, `RUN_ACTIVE` */
  async begin(dto: DirectBackupRequestDto, actor: Actor): Promise<DirectBackupDto> {
    if (this.running >= this.limits.directAtOnce) throw tooMany(this.running);
    this.running += 1;
    let claim: Claim;
    try {
      claim = await this.claim(dto, actor);
    } catch (error) {
      this.running -= 1;
      throw error;
    }
    return this.start(claim, actor);
  }

  /** HEAD: what a GET would give. */
  async describe(link: DownloadLink, response: Response): Promise<void> {
    const live = this.live.get(link.backupId);
    if (live === undefined || live.direct.isTaken) throw await this.notHere(link);
    setDirectHead(response, live.direct.fileName);
    response.end();
  }

  /** Resolves when the archive has begun to flow; it ends by itself. @throws what can still be replied */
  async send(link: DownloadLink, request: Request, response: Response): Promise<void> {
    if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0)
      throw fail('PROXY_TOO_OLD', 'This request came by HTTP/1.0, where a download that breaks off looks complete.', {
        nextStep: 'Set proxy_http_version 1.1 in the proxy in front of Stowbase (nginx), then start the backup again.',
      });
    const { backupId } = link;
    const live = this.live.get(backupId);
    if (live === undefined || live.direct.isTaken || !(await this.links.use(link))) throw await this.notHere(link);
    clearTimeout(live.patience);
    const gone = (): void => {
      if (!response.writableFinished && !live.direct.wasReset) void this.leave(backupId, live.leave);
    };
    if (response.closed) return gone();
    response.once('close', gone);
    if (!(await live.direct.connect(request, response))) throw endedBefore();
  }

  /** Of a link that was revoked: the backup ends, whether its browser has come or not. */
  async cut(backupId: string): Promise<void> {
    const live = this.live.get(backupId);
    // One that another process makes sees by its row that it is cancelled.
    await this.leave(backupId, live?.leave ?? new AbortController());
  }

  private async claim(dto: DirectBackupRequestDto, actor: Actor): Promise<Claim> {
    const project = await this.projects.get(dto.projectId);
    const { recipients } = await this.keys.forProject(project.id);
    return this.transitions.beginDirect({
      project: { id: project.id, name: project.name },
      trigger: actor.kind === 'token' ? 'api' : 'manual',
      type: dto.type ?? 'full',
      options: mergeOptions(project.defaults, dto.options),
      recipients,
      destinations: [],
      actor,
    });
  }

  private async start(claim: Claim, actor: Actor): Promise<DirectBackupDto> {
    const { backupId } = claim;
    const live: Live = { direct: new DirectBackup(), leave: new AbortController() };
    const begun = Promise.withResolvers<void>();
    begun.promise.catch(() => undefined);
    const over = this.queue.supervise(
      claim,
      async (signal) => {
        const run = this.runner.runInto(claim, signal, live.direct.open);
        run.ready.then(() => begun.resolve(), begun.reject);
        this.told(backupId, await run.done);
      },
      live.leave.signal,
    );
    this.live.set(backupId, live);
    void over.finally(() => this.forget(backupId));
    try {
      await begun.promise;
    } catch (error) {
      await over;
      throw error instanceof NotReady ? await this.notStarted(backupId) : error;
    }
    try {
      return await this.offer(claim, live, actor);
    } catch (error) {
      await this.leave(backupId, live.leave);
      throw error;
    }
  }

  /** The link; whoever doesn't come for it in time is not waited for. */
  private async offer({ backupId, copies }: Claim, live: Live, actor: Actor): Promise<DirectBackupDto> {
    const { patienceMs } = this.limits;
    const copyId = copies[0]?.id ?? null;
    const wanted = { kind: 'direct', backupId, copyId, seconds: patienceMs / 1_000 } as const;
    const { link, url } = await this.links.make(wanted, actor);
    live.patience = setTimeout(() => void this.leave(backupId, live.leave), patienceMs).unref();
    return { id: link.id, backupId, url, expiresAt: link.expiresAt, fileName: live.direct.fileName };
  }

  /** The browser went away, or never came: the backup is cancelled, and pg_dump ends with it. */
  private async leave(backupId: string, leave: AbortController): Promise<void> {
    try {
      await this.transitions.requestCancel(backupId);
    } catch (error) {
      // It has ended meanwhile, or can't be cancelled any more.
      if (!(error instanceof ApiError))
        this.logger.error(`Backup ${backupId} could not be marked as cancelled.`, error);
    }
    leave.abort(new Error('the browser is gone'));
  }

  private forget(backupId: string): void {
    const live = this.live.get(backupId);
    clearTimeout(live?.patience);
    live?.direct.over();
    this.live.delete(backupId);
    this.running -= 1;
  }

  /** Only the process that makes a backup can send it. */
  private async notHere({ backupId, usedAt }: DownloadLink): Promise<Error> {
    if (usedAt !== null || this.live.has(backupId)) return expired();
    const { status } = await this.records.get(backupId);
    return status === 'running' ? elsewhere() : expired();
  }

  private told(backupId: string, end: RunEnd): void {
    const data =
      end.status === 'succeeded'
        ? { backupId, status: 'complete', size: end.size, sha256: end.sha256 }
        : { backupId, status: 'failed' };
    this.events.publish({ type: 'download.status', id: backupId, data });
  }

  private async notStarted(backupId: string): Promise<Error> {
    const { errorCode, errorText, errorNext } = await this.records.get(backupId);
    return fail('DIRECT_NOT_STARTED', errorText ?? 'The backup was cancelled before it began.', {
      nextStep: errorNext ?? 'Start it again.',
      more: { reason: errorCode, backupId },
    });
  }
}

const elsewhere = (): Error =>
  fail('DIRECT_ELSEWHERE', 'Another process of the service makes this backup, and only that one can send it.', {
    nextStep: 'Try again; docs/operations/high-availability.md says how a load balancer finds the right one by itself.',
    headers: { 'retry-after': '1' },
  });

const endedBefore = (): Error =>
  fail('LINK_EXPIRED', 'The backup of this link ended before its download began.', {
    nextStep: 'Look at the backup for the reason, then start it again.',
  });

const tooMany = (running: number): Error =>
  fail('TOO_MANY_DOWNLOADS', `${running} backups into browsers run already.`, {
    nextStep: 'Wait until one of them ends.',
    headers: { 'retry-after': '60' },
  });
