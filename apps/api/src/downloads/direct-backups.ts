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
import { DirectBackup, setHead } from './direct-backup';
import type { DownloadLink } from './download-link.entity';
import type { DirectBackupDto, DirectBackupRequestDto } from './download.dto';
import { DownloadLinks, expired } from './download-links';
import { fail } from './downloads.errors';

/** How long a begun backup waits for its browser: it holds a snapshot meanwhile. */
const patienceSeconds = 120;
/** Each holds a snapshot and pg_dump. */
const atOnce = 3;

interface Waiting {
  readonly direct: DirectBackup;
  readonly leave: AbortController;
  readonly patience: NodeJS.Timeout;
}

/** Backups straight into a browser: nothing of them is kept on the server. */
@Injectable()
export class DirectBackups {
  private readonly logger = new Logger('Downloads');
  private readonly waiting = new Map<string, Waiting>();
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
  ) {}

  /** Resolves when connection, snapshot and the first member are there. @throws ApiError `DIRECT_NOT_STARTED`, `RUN_ACTIVE` */
  async begin(dto: DirectBackupRequestDto, actor: Actor): Promise<DirectBackupDto> {
    if (this.running >= atOnce) throw tooMany(this.running);
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
  describe(link: DownloadLink, response: Response): void {
    const waiting = this.waiting.get(link.backupId);
    if (waiting === undefined || link.usedAt !== null) throw expired();
    setHead(response, waiting.direct.fileName ?? 'backup.tar');
    response.end();
  }

  async send(link: DownloadLink, request: Request, response: Response): Promise<void> {
    if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0)
      throw fail('PROXY_TOO_OLD', 'This request came by HTTP/1.0, where a download that breaks off looks complete.', {
        nextStep: 'Set proxy_http_version 1.1 in the proxy in front of Stowbase (nginx), then start the backup again.',
      });
    const waiting = this.waiting.get(link.backupId);
    if (waiting === undefined || !(await this.links.use(link))) throw expired();
    this.waiting.delete(link.backupId);
    clearTimeout(waiting.patience);
    response.once('close', () => {
      if (!response.writableFinished) void this.leave(link.backupId, waiting.leave);
    });
    waiting.direct.connect(request, response);
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
    const direct = new DirectBackup(backupId);
    const leave = new AbortController();
    const begun = Promise.withResolvers<void>();
    begun.promise.catch(() => undefined);
    const over = this.queue.supervise(
      claim,
      async (signal) => {
        const run = this.runner.runInto(claim, signal, direct.open);
        run.ready.then(() => begun.resolve(), begun.reject);
        this.told(backupId, await run.done);
      },
      leave.signal,
    );
    void over.finally(() => this.forget(backupId));
    try {
      await begun.promise;
    } catch (error) {
      await over;
      throw error instanceof NotReady ? await this.notStarted(backupId) : error;
    }
    const copyId = claim.copies[0]?.id ?? null;
    try {
      const { link, url } = await this.links.make(
        { kind: 'direct', backupId, copyId, seconds: patienceSeconds },
        actor,
      );
      const patience = setTimeout(() => void this.leave(backupId, leave), patienceSeconds * 1_000).unref();
      this.waiting.set(backupId, { direct, leave, patience });
      return { backupId, url, expiresAt: link.expiresAt, fileName: direct.fileName ?? 'backup.tar' };
    } catch (error) {
      await this.leave(backupId, leave);
      throw error;
    }
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
    clearTimeout(this.waiting.get(backupId)?.patience);
    this.waiting.delete(backupId);
    this.running -= 1;
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

const tooMany = (running: number): Error =>
  fail('TOO_MANY_DOWNLOADS', `${running} backups into browsers run already.`, {
    nextStep: 'Wait until one of them ends.',
    headers: { 'retry-after': '60' },
  });
