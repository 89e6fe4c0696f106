import { pipeline, Readable } from 'node:stream';
import { createZstdCompress } from 'node:zlib';
import { encryptStream } from '@stowbase/archive';
import type { EntityManager } from 'typeorm';
import type { Config } from '../../config/config';
import { readKeyFile } from '../../secrets/key-file';
import { version } from '../../version';
import { exportRecords } from './export-records';
import { serviceFormat, type ServiceHead } from './service-file';

export interface ServiceBytesOptions {
  readonly config: Pick<Config, 'appKey' | 'dataFolder'>;
  readonly recipients: readonly string[];
  readonly engine: ServiceHead['engine'];
}

/** A backup of the records as it is stored. @param manager of a snapshot */
export async function serviceBytes(
  manager: EntityManager,
  { config, recipients, engine }: ServiceBytesOptions,
): Promise<AsyncIterable<Buffer>> {
  const rows = await manager.query<{ name: string }[]>('SELECT name FROM migrations ORDER BY timestamp');
  const isSealed = recipients.length > 0;
  // Readable by nobody but the owner of the recovery key; without encryption it stays where it is.
  const appKey = isSealed ? (config.appKey ?? readKeyFile(config.dataFolder)) : null;
  const head: ServiceHead = {
    format: serviceFormat,
    createdAt: new Date().toISOString(),
    stowbase: version,
    engine,
    migrations: rows.map(({ name }) => name),
    appKey: appKey?.toString('base64') ?? null,
  };
  // The compressor fails with what reading the records failed with; whoever reads it sees that.
  const packed = pipeline(Readable.from(exportRecords(manager, head)), createZstdCompress(), () => undefined);
  return isSealed ? encryptStream(packed, recipients) : packed;
}
