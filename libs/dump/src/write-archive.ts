import { randomBytes } from 'node:crypto';
import type { ArchiveWriter, Contents } from '@stowbase/archive';
import { ArchiveTarget } from './archive-target';
import { contentsOf, type Findings } from './contents-of';
import { Coverage, isOn } from './coverage';
import type { DumpSession } from './dump-session';
import type { PreparedDump } from './run-backup';
import type { Warning } from './request';
import { readCatalogue } from './sections/catalogue-section';
import { storeData, type StoredData } from './sections/data-section';
import { storeHistory } from './sections/history-section';
import { storePlatform } from './sections/platform-section';
import { storeSchema, storeSchemaPost } from './sections/schema-section';
import { reportRows } from './sections/row-components';
import type { StoredTable } from './store-dump';

/** Every member in the archive's order: platform/, sql/, optional/. What each section found becomes `contents.json`. */
export async function writeArchive(
  prepared: PreparedDump,
  writer: ArchiveWriter,
  signal: AbortSignal,
  warnings: readonly Warning[],
  warn: (warning: Warning) => void,
): Promise<Contents> {
  const session = openSession(prepared, writer, signal, warn);
  const { request, meter, coverage, scope } = session;
  const catalogue = await readCatalogue(session);
  let data: StoredData = { tables: [], sequences: 0, largeObjects: { count: 0, bytes: 0 } };
  let history: StoredTable[] = [];

  if (request.type === 'data') {
    meter.enter('data');
    data = await storeData(session, { largeObjects: catalogue.largeObjects.count > 0 });
  } else {
    meter.enter('roles');
    await storePlatform(session, catalogue);
    await catalogue.storeRoles();
    meter.enter('schema');
    const split = await storeSchema(session);
    meter.enter('data');
    if (request.type === 'full') data = await storeData(session, { largeObjects: catalogue.largeObjects.count > 0 });
    meter.enter('finish');
    await storeSchemaPost(session, split);
    await catalogue.storeManaged();
    history = await storeHistory(session);
    await catalogue.storeRest();
  }

  if (isOn(request.type, 'data')) reportRows(session, data.tables, data.largeObjects.count);
  const found: Findings = {
    tables: [...data.tables, ...history],
    sequences: data.sequences,
    largeObjects: data.largeObjects,
    extensions: catalogue.extensions,
    passwordsToSet: catalogue.passwordsToSet,
    vaultSecrets: catalogue.vaultSecrets,
    refresh: catalogue.refresh,
    warnings,
    snapshot: { id: prepared.holder.id, takenAt: prepared.holder.takenAt },
  };
  return contentsOf(request, session.facts, scope, coverage, found);
}

function openSession(
  prepared: PreparedDump,
  writer: ArchiveWriter,
  signal: AbortSignal,
  warn: (warning: Warning) => void,
): DumpSession {
  const { request, facts, scope, holder, env, meter, clock } = prepared;
  const size = scope.data.reduce((sum, table) => sum + table.size, 0);
  meter.expect(
    request.type === 'schema' ? 0 : scope.data.length,
    request.type === 'schema' || size === 0 ? null : size,
  );
  return {
    request,
    facts,
    scope,
    query: holder.query,
    target: new ArchiveTarget(writer, clock, meter.report),
    coverage: new Coverage(request.type, request.history),
    meter,
    clock,
    command: {
      tool: facts.tool,
      snapshotId: holder.id,
      lockWaitSeconds: request.lockWaitSeconds ?? 60,
      restrictKey: randomBytes(24).toString('hex'),
    },
    env,
    signal,
    warn,
  };
}
