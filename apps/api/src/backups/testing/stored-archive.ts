import { createHash, randomBytes } from 'node:crypto';
import { buildSmallArchive, smallMembers, type SmallMember } from '@stowbase/archive/testing';
import { putBuffer } from '@stowbase/storage';
import { ownTransitions } from '../../downloads/testing/stored-copy';
import { Destinations } from '../../storage/destinations.service';
import type { TestApi } from '../../testing/start-test-api';
import { standardOptions } from '../backup-options';
import { insertProject } from './rows';
import { someFacts } from './run-world';

export interface StoredArchive {
  readonly backupId: string;
  readonly key: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  /** By destination, in the order in which they were named. */
  readonly copyIds: readonly string[];
}

/**
 * A succeeded backup with a real archive at the first of these destinations; at the others its copy has failed. The service must have been
 * started with `maxConcurrentRuns: 0`: the queue would take the run away.
 * @param padding bytes that make it larger: rows that nothing compresses
 */
export async function storedArchive(
  api: TestApi,
  destinations: readonly { readonly id: string; readonly name: string }[],
  { padding = 0 }: { padding?: number } = {},
): Promise<StoredArchive> {
  const transitions = ownTransitions(api);
  const project = await insertProject(api.database);
  await transitions.enqueue({
    ...{ project, trigger: 'manual', type: 'full', options: standardOptions, recipients: [], actor: null },
    destinations,
  });
  const claim = (await transitions.claimNext())!;
  const { backupId, attempt } = claim;
  const bytes = await buildSmallArchive({
    identity: { backupId, attempt },
    members: [...smallMembers, ...padded(padding)],
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = `shop/2026/${backupId}_${backupId.replaceAll('-', '').slice(0, 16)}-${attempt}.tar`;
  const storage = await api.app.get(Destinations).open(destinations[0]!.id);
  await putBuffer(storage, key, bytes);
  await storage.close();
  const copies = destinations.map(({ id }) => claim.copies.find(({ destinationId }) => destinationId === id)!);
  for (const { id } of copies) await transitions.copyUploading(claim, id, key, {});
  await transitions.beginCommitting(claim, { ...someFacts, storedBytes: bytes.length, sha256 });
  for (const [index, { id }] of copies.entries())
    await transitions.copySettled(
      claim,
      id,
      index === 0
        ? { status: 'stored', object: { size: bytes.length }, sha256 }
        : { status: 'failed', code: 'STORAGE_UNREACHABLE', text: 'The destination was away.' },
    );
  await transitions.finish(claim, { status: 'succeeded' });
  return { backupId, key, bytes, sha256, copyIds: copies.map(({ id }) => id) };
}

/** One long row that nothing compresses much. */
const padded = (bytes: number): SmallMember[] =>
  bytes === 0
    ? []
    : [
        {
          spec: { group: 'sql', kind: 'data', name: 'public.padding' },
          sql: randomBytes(bytes).toString('base64'),
          stream: true,
        },
      ];
