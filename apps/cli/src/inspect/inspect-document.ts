import { limitsToTell } from '@stowbase/dump';
import type { Inspected } from './inspect-archive';

/** The JSON document of `stowbase inspect --json` (docs/cli.md); `contents` is null for an encrypted archive without its key. */
export function inspectDocument({ file, sizeBytes, manifest, contents }: Inspected, whole: boolean): object {
  return {
    file: file === '-' ? null : file,
    archive: {
      format: manifest.format,
      backupId: manifest.backupId,
      attempt: manifest.attempt,
      projectSlug: manifest.projectSlug,
      createdAt: manifest.createdAt,
      snapshotAt: manifest.snapshotAt,
      finishedAt: manifest.finishedAt,
      sizeBytes,
      rawBytes: manifest.rawBytes,
      members: manifest.members.length,
      compression: manifest.compression,
      encrypted: manifest.encryption !== null,
      recipients: manifest.encryption?.recipients ?? [],
      tools: manifest.tools,
      serverVersionNum: manifest.serverVersionNum,
    },
    contents: contents && {
      type: contents.type,
      project: contents.project,
      source: contents.source,
      components: contents.components.map(({ name, status, count, reason }) => ({
        name,
        status,
        count,
        reason: reason ?? null,
      })),
      tables: contents.tables.length,
      rows: contents.tables.reduce((sum, table) => sum + table.rows, 0),
      sequences: contents.sequences,
      largeObjects: contents.largeObjects,
      limits: limitsToTell(contents),
      warnings: contents.warnings.map(({ code, text, object }) => ({ code, text, object: object ?? null })),
      tableList: whole
        ? contents.tables.map(({ schema, name, rows, rawBytes }) => ({ schema, name, rows, rawBytes }))
        : null,
    },
  };
}
