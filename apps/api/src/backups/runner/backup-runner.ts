import { Inject, Injectable } from '@nestjs/common';
import type { BackupResult } from '@stowbase/dump';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { throughOutage } from '../../database/through-outage';
import type { Outgoing } from '../../outgoing/outgoing';
import { OUTGOING } from '../../outgoing/outgoing.module';
import { Projects } from '../../projects/projects.service';
import { Destinations } from '../../storage/destinations.service';
import { Backup } from '../backup.entity';
import { summaryOf } from '../contents/contents-summary';
import { RunLogs } from '../log/run-logs';
import { ProgressHub } from '../progress/progress-hub';
import type { RunHandler } from '../queue/run-queue';
import { RecoveryKeys } from '../recovery-keys/recovery-keys.service';
import type { Claim } from '../transitions/claim';
import { RunTransitions } from '../transitions/run-transitions';
import { CurrentRun } from './current-run';
import { browserCopy, NotReady, type DirectRun, type OpenBrowser, type RunEnd } from './direct-run';
import { dumpInto } from './dump-run';
import { EndOfRun } from './end-of-run';
import { storedCopy, type ArchiveName, type RunCopy } from './run-copy';
import { RunUploads } from './run-uploads';
import { longestRun } from './run-deadline';
import { archiveNameOf, wantedBackup } from './wanted-backup';
import { crashPoint } from '../../lifecycle/crash-point';

interface Direct {
  readonly open: OpenBrowser;
  readonly ready: (archive: ArchiveName) => void;
}

/** Makes one backup: project and destinations, dump, archive, uploads, and what became of each is written down. */
@Injectable()
export class BackupRunner implements RunHandler {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
    @Inject(Destinations) private readonly destinations: Pick<Destinations, 'open'>,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
    private readonly keys: RecoveryKeys,
    private readonly transitions: RunTransitions,
    private readonly progress: ProgressHub,
    private readonly logs: RunLogs,
    private readonly end: EndOfRun,
    @Inject(CONFIG) private readonly config: Pick<Config, 'clientDirs' | 'stallSeconds' | 'maxRunHours'>,
  ) {}

  async run(claim: Claim, signal: AbortSignal): Promise<void> {
    await this.work(claim, signal, null);
  }

  /**
   * The same with the copy that has no destination going into a browser. Begins at once; whoever calls it keeps the lease
   * (`RunQueue.supervise`) and aborts the signal when the browser is gone for good.
   */
  runInto(claim: Claim, signal: AbortSignal, open: OpenBrowser): DirectRun {
    const ready = Promise.withResolvers<ArchiveName>();
    ready.promise.catch(() => undefined);
    const done = this.work(claim, signal, { open, ready: ready.resolve });
    done.then(
      (end) => ready.reject(new NotReady(end)),
      (error: unknown) => ready.reject(error),
    );
    return { ready: ready.promise, done };
  }

  private async work(claim: Claim, signal: AbortSignal, direct: Direct | null): Promise<RunEnd> {
    const run = await throughOutage(() => this.begin(claim, signal));
    if (run === null) return { status: 'lost' };
    let uploads: RunUploads | null = null;
    let copies: RunCopy[] = [];
    try {
      await throughOutage(() => this.noteUnencrypted(run));
      const project = await throughOutage(() => this.projects.get(claim.projectId));
      const source = this.projects.connection(project);
      if (source.password !== undefined) run.secrets.push(source.password);
      copies = await this.openCopies(run, direct?.open ?? null);
      uploads = new RunUploads(copies, run.uploadSignal, {
        uploading: (copy, key, state) => this.transitions.copyUploading(claim, copy.id, key, state),
        failed: (copy, cause) => this.end.copyFailed(run, copy, cause),
        retried: ({ name }, { attempt, cause: { message } }) =>
          run.log.warning('COPY_RETRIED', `${name}: ${message} It is sent again (attempt ${attempt + 1}).`),
      });
      const archive = archiveNameOf(run.backup, project);
      const guarded = await this.outgoing.guardSettings(source, run.signal);
      crashPoint('run/connected');
      const wanted = wantedBackup(run.backup, project, guarded, this.config);
      const request = { ...wanted, connect: this.outgoing.connect };
      const result = await dumpInto(run, request, archive, uploads, () => {
        if (direct === null) return;
        direct.ready(archive);
        crashPoint('direct/ready');
      });
      return await this.publish(run, archive, uploads, result);
    } catch (error) {
      await uploads?.abort(error);
      return await this.end.failed(run, error, uploads?.firstFailure);
    } finally {
      await Promise.allSettled(copies.map((copy) => copy.close()));
      await run.close();
    }
  }

  /** Null: the claim is lost already. */
  private async begin(claim: Claim, signal: AbortSignal): Promise<CurrentRun | null> {
    const { backupId: id, token } = claim;
    const backup = await this.database.read.findOneBy(Backup, { id, token, status: 'running' });
    if (backup === null) return null;
    const secrets: string[] = [];
    const log = await this.logs.open(id, secrets);
    const run = new CurrentRun(
      claim,
      backup,
      secrets,
      log,
      this.progress.begin(claim),
      signal,
      longestRun(backup, this.config.maxRunHours),
    );
    crashPoint('run/begun');
    run.log.info('BEGUN', `The backup begins (attempt ${claim.attempt}).`);
    return run;
  }

  private async noteUnencrypted({ backup, claim, log }: CurrentRun): Promise<void> {
    if (backup.recipients.length > 0) return;
    const { notice } = await this.keys.forProject(claim.projectId);
    if (notice !== null) log.warning('NOT_ENCRYPTED', notice);
  }

  /** A destination that can't be opened fails its own copy only, as long as another one can. */
  private async openCopies(run: CurrentRun, browser: OpenBrowser | null): Promise<RunCopy[]> {
    const opened: RunCopy[] = [];
    const causes: unknown[] = [];
    for (const copy of run.claim.copies) {
      try {
        const { destinationId } = copy;
        if (destinationId !== null) {
          opened.push(storedCopy(copy, await throughOutage(() => this.destinations.open(destinationId))));
        } else if (browser !== null) {
          opened.push(browserCopy(copy, browser));
        }
      } catch (error) {
        causes.push(error);
        this.end.copyFailed(run, copy, error);
      }
    }
    if (opened.length === 0) throw new AggregateError(causes, 'No destination could be opened.');
    return opened;
  }

  /** The gate, then the destinations, each alone, then the end. */
  private async publish(
    run: CurrentRun,
    archive: ArchiveName,
    uploads: RunUploads,
    result: BackupResult,
  ): Promise<RunEnd> {
    const { summary, contents, gaps, profile } = result;
    await uploads.drained(archive);
    crashPoint('run/drained');
    run.signal.throwIfAborted();
    run.holdUploads();
    run.progress.enter('commit');
    const begun = await this.transitions.beginCommitting(run.claim, {
      snapshotTime: new Date(contents.snapshot.takenAt),
      rawBytes: summary.rawBytes,
      storedBytes: summary.storedBytes,
      sha256: summary.fileSha256,
      gaps,
      contents: summaryOf(result, run.backup.recipients.length > 0),
      profile: run.progress.profile(profile),
    });
    if (!begun) {
      await uploads.abort(new Error('cancelled or lost'));
      return this.end.stopped(run);
    }
    crashPoint('run/committing');
    const expected = { size: summary.storedBytes, sha256: summary.fileSha256 };
    const results = await uploads.commit(expected);
    crashPoint('run/published');
    return this.end.published(run, results, expected, profile);
  }
}
