import { randomBytes } from 'node:crypto';
import type { ArchiveWriter, Contents } from '@stowbase/archive';
import { ArchiveTarget } from './archive-target';
import { contentsOf, type Findings } from './contents-of';
import { Coverage, isOn } from './coverage';
import type { DumpParts, DumpSession } from './dump-session';
import { estimatedBytes } from './estimated-bytes';
import type { PreparedDump } from './run-backup';
import type { Warning } from './request';
import { readCatalogue } from './sections/catalogue-section';
import { startDataDumps, storeData, type DataDumps, type StoredData } from './sections/data-section';
import { startHistoryDump, storeHistory } from './sections/history-section';
import { startPlatformDump, storePlatform } from './sections/platform-section';
import { startSchemaDump, storeSchema, storeSchemaPost } from './sections/schema-section';
import { reportMissing, reportRows, reportStrays } from './sections/row-components';
import type { StoredTable } from './store-dump';

/** The holder has the locks already, so pg_dump only waits when somebody queued in between: no use to wait long, seconds. */
const longestDumpLockWait = 5;

/** Every member in the archive's order: platform/, sql/, optional/. What each section found becomes `contents.json`. */
export async function writeArchive(
  prepared: PreparedDump,
  writer: ArchiveWriter,
  stop: AbortController,
  signal: AbortSignal,
  warnings: readonly Warning[],
  warn: (warning: Warning) => void,
): Promise<Contents> {
  const session = openSession(prepared, writer, stop, signal, warn);
  const { request, meter, coverage, scope } = session;
  const dumps = startDumps(session);
  const catalogue = await readCatalogue(session);
  let data: StoredData = { tables: [], sequences: 0, largeObjects: { count: 0, bytes: 0 } };
  let history: StoredTable[] = [];

  if (dumps.schema !== null) {
    meter.enter('roles');
    await storePlatform(session, catalogue, dumps.platform);
    await catalogue.storeRoles();
    meter.enter('schema');
  }
  const split = dumps.schema === null ? null : await storeSchema(session, dumps.schema);
  meter.enter('data');
  if (dumps.data !== null) data = await storeData(session, dumps.data);
  meter.enter('finish');
  if (split !== null) {
    await storeSchemaPost(session, split);
    await catalogue.storeManaged();
    history = await storeHistory(session, dumps.history);
    await catalogue.storeRest();
  }

  if (isOn(request.type, 'data')) {
    reportRows(session, data.tables, data.largeObjects.count);
    reportMissing(session, data.tables);
  }
  reportStrays(session);
  const found: Findings = {
    tables: [...data.tables, ...history],
    sequences: data.sequences,
    largeObjects: data.largeObjects,
    extensions: catalogue.extensions,
    passwordsToSet: catalogue.passwordsToSet,
    vaultSecrets: catalogue.vaultSecrets,
    hiddenUserMappings: catalogue.hiddenUserMappings,
    refresh: catalogue.refresh,
    warnings,
    snapshot: { id: prepared.holder.id, takenAt: prepared.holder.takenAt },
  };
  return contentsOf(request, session.facts, scope, coverage, found);
}

interface Dumps {
  platform: DumpParts | null;
  schema: DumpParts | null;
  data: DataDumps | null;
  history: DumpParts | null;
}

/**
 * All of them at once, before the first is read: each takes its table locks now. Started later, one would queue behind a TRUNCATE
 * or a migration that waits for the holder's own locks, until its lock wait ends (decision 0006).
 */
function startDumps(session: DumpSession): Dumps {
  const { type } = session.request;
  return {
    platform: type === 'data' ? null : startPlatformDump(session),
    schema: type === 'data' ? null : startSchemaDump(session),
    data: type === 'schema' ? null : startDataDumps(session),
    history: type === 'data' ? null : startHistoryDump(session),
  };
}

function openSession(
  prepared: PreparedDump,
  writer: ArchiveWriter,
  stop: AbortController,
  signal: AbortSignal,
  warn: (warning: Warning) => void,
): DumpSession {
  const { request, facts, scope, jobs, holder, env, meter, clock } = prepared;
  meter.expect(request.type === 'schema' ? 0 : scope.data.length, estimatedBytes(scope, request.type));
  return {
    request,
    facts,
    scope,
    jobs,
    query: holder.query,
    target: new ArchiveTarget(writer, clock, meter.report),
    coverage: new Coverage(request.type, request.history),
    meter,
    clock,
    command: {
      tool: facts.tool,
      snapshotId: holder.id,
      lockWaitSeconds: Math.min(request.lockWaitSeconds ?? 60, longestDumpLockWait),
      restrictKey: randomBytes(24).toString('hex'),
    },
    env,
    signal,
    fail: (cause) => stop.abort(cause),
    warn,
  };
}
