import { ArchiveWriter } from '@stowbase/archive';
import { ConnectionFiles } from '@stowbase/postgres';
import { connectOptions } from './connect-options';
import { chooseJobs } from './choose-jobs';
import { cancelled, codeOf, DumpError } from './errors';
import { gapsOf } from './coverage';
import { estimatedBytes } from './estimated-bytes';
import { ProgressMeter } from './progress-meter';
import { refuseOversizedValues } from './oversized-values';
import { refuseUnreadableLargeObjects, refuseWhatCantBeRead, tableRewritten } from './refusals';
import type { BackupRequest, BackupResult, OutputSink, Warning } from './request';
import { nameMatcher } from './scope/name-patterns';
import { decideScope, type Scope } from './scope/scope';
import { openSnapshot, type SnapshotHolder } from './snapshot-holder';
import { readSource, type SourceFacts } from './source';
import { StageClock } from './stage-clock';
import { writeArchive } from './write-archive';

/** How often the dump starts anew, with a new snapshot, after these. */
const restarts = new Map([
  ['TABLE_REWRITTEN', 1],
  ['TABLE_VANISHED', 1],
  ['SNAPSHOT_LOST', 1],
  ['CONNECTION_LOST', 2],
  // pg_dump's own wait, not the holder's: somebody queued for a table between the holder's lock and pg_dump's.
  ['DUMP_LOCK_TIMEOUT', 3],
]);

/** The room that `auto` saw is taken, or a pooler's, which lets people wait: with one job there may be enough. */
const noRoom = new Set(['TOO_MANY_CONNECTIONS', 'UNREACHABLE']);

function restartsAfter(error: unknown): number {
  const code = codeOf(error);
  return (
    restarts.get(code === 'LOCK_TIMEOUT' && !(error instanceof DumpError) ? 'DUMP_LOCK_TIMEOUT' : (code ?? '')) ?? 0
  );
}

/**
 * One backup: snapshot, dump, archive. Resolves only after every dump has ended behind its gate and the archive's END was
 * handed to the sink; on any failure the sink was aborted before this rejects.
 * @throws DumpError, PostgresError or ArchiveError; all have `code`, `message` and `nextStep`.
 */
export async function runBackup(request: BackupRequest): Promise<BackupResult> {
  let allowed = request.jobs;
  let fallbacks = 0;
  for (let restart = 0; ; restart += 1) {
    const run = { restart, jobs: allowed };
    try {
      return await runOnce(request, run);
    } catch (error) {
      if (request.signal?.aborted === true) throw error instanceof DumpError ? error : cancelled(error);
      if (allowed === 'auto' && run.jobs === 2 && noRoom.has(codeOf(error) ?? '')) {
        allowed = 1;
        fallbacks += 1;
      } else if (restart - fallbacks >= restartsAfter(error)) throw error;
      request.onWarning?.({
        code: 'RESTARTED',
        text: `The dump starts again with a new snapshot (${codeOf(error) ?? 'unknown'}).`,
      });
    }
  }
}

interface Run {
  restart: number;
  /** A number once it is decided. */
  jobs: BackupRequest['jobs'];
}

async function runOnce(request: BackupRequest, run: Run): Promise<BackupResult> {
  const clock = new StageClock();
  const meter = new ProgressMeter(request.onProgress, clock);
  meter.enter('connect');
  const facts = await readSource(request);
  const files = await ConnectionFiles.create(request.source);
  try {
    meter.enter('snapshot');
    const holder = await openSnapshot(request.source, {
      lockWaitSeconds: request.lockWaitSeconds ?? 60,
      skipSchema: nameMatcher(request.excludeSchemas),
      ...connectOptions(request),
    });
    // A server that keeps silent would keep a cancelled backup waiting for its answer.
    const letGo = (): void => void holder.close();
    request.signal?.addEventListener('abort', letGo, { once: true });
    try {
      const scope = await decideScope(holder.query, request);
      refuseWhatCantBeRead(scope, facts.currentUser);
      if (request.type !== 'schema') {
        if (request.largeObjects !== false) await refuseUnreadableLargeObjects(holder.query, facts.currentUser);
        scope.warnings.push(...(await refuseOversizedValues(holder.query, scope)));
      }
      const jobs = await chooseJobs({ ...request, jobs: run.jobs }, holder.query, scope);
      run.jobs = jobs;
      const { restart } = run;
      return await intoSink({ request, restart, facts, scope, jobs, holder, env: files.env, meter, clock });
    } finally {
      request.signal?.removeEventListener('abort', letGo);
      await holder.close();
    }
  } finally {
    await files.dispose();
  }
}

/** What is known before the first byte of the archive. */
export interface PreparedDump {
  request: BackupRequest;
  restart: number;
  facts: SourceFacts;
  scope: Scope;
  jobs: number;
  holder: SnapshotHolder;
  env: Record<string, string>;
  meter: ProgressMeter;
  clock: StageClock;
}

async function intoSink(prepared: PreparedDump): Promise<BackupResult> {
  const { request, holder, meter, clock, scope } = prepared;
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, holder.lost, ...(request.signal === undefined ? [] : [request.signal])]);
  const sink = await request.openOutput({
    restart: prepared.restart,
    estimatedRawBytes: estimatedBytes(scope, request.type),
  });
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => {
    warnings.push(warning);
    request.onWarning?.(warning);
  };
  scope.warnings.forEach(warn);
  try {
    const writer = await openWriter(prepared, sink, signal);
    meter.writingTo(writer);
    const contents = await writeArchive(prepared, writer, stop, signal, warnings, warn);
    const rewritten = await holder.rewrittenTables();
    if (rewritten.length > 0) throw tableRewritten(rewritten);
    if (signal.aborted) throw cancelled(signal.reason);
    meter.enter('finish');
    const summary = await writer.finish(contents);
    meter.report();
    return {
      summary,
      contents,
      gaps: gapsOf(contents.components),
      limits: contents.limits,
      warnings,
      jobs: prepared.jobs,
      profile: clock.times(),
    };
  } catch (error) {
    const cause = firstCause(error, holder.lost);
    stop.abort(cause);
    // The first cause is what people need; what is left behind is said besides.
    await sink
      .abort?.(cause)
      .catch(() => warn({ code: 'CLEANUP_FAILED', text: 'What had been written could not be removed.' }));
    throw cause;
  }
}

const openWriter = (
  { request, facts, holder }: PreparedDump,
  sink: OutputSink,
  signal: AbortSignal,
): Promise<ArchiveWriter> =>
  ArchiveWriter.open({
    sink,
    identity: {
      backupId: request.backupId,
      attempt: request.attempt,
      projectSlug: request.projectSlug,
      createdAt: request.createdAt,
      snapshotAt: holder.takenAt,
      projectName: request.projectName,
      projectRef: request.projectRef,
      serverVersionNum: facts.serverVersionNum,
      tools: { stowbase: request.stowbaseVersion, pgDump: facts.tool.version, node: process.versions.node },
    },
    compression: request.compression,
    recipients: request.recipients,
    signal,
  });

/** A lost snapshot kills the dumps under it: their complaints are not the cause. */
const firstCause = (error: unknown, lost: AbortSignal): unknown =>
  lost.aborted && lost.reason instanceof Error ? lost.reason : error;
