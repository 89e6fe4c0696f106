import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AuditLog } from '../../accounts/audit-log';
import { standardOptions } from '../../backups/backup-options';
import { insertProject } from '../../backups/testing/rows';
import { someFacts } from '../../backups/testing/run-world';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { RunChanged } from '../../backups/transitions/run-changed';
import { standardPolicy, type RunPolicy } from '../../backups/transitions/run-policy';
import { RunTransitions } from '../../backups/transitions/run-transitions';
import { StoredTotals } from '../../backups/transitions/stored-totals';
import type { ApiClient } from '../../testing/api-client';
import type { TestApi } from '../../testing/start-test-api';
import type { DownloadLinkDto } from '../download.dto';

export interface StoredCopy {
  readonly backupId: string;
  readonly projectName: string;
  readonly copyId: string;
  readonly destinationId: string;
  readonly sha256: string;
  /** Where the bytes lie. */
  readonly file: string;
}

/**
 * A succeeded backup whose only copy has these bytes, in a destination of its own, without a database behind it. The service must have been
 * started with `maxConcurrentRuns: 0`: the queue would take the run away.
 */
export async function storedCopy(api: TestApi, owner: ApiClient, bytes: Buffer): Promise<StoredCopy> {
  const folder = randomUUID();
  const root = join(api.config.localStorageRoots[0]!, folder);
  const wanted = { name: `Disk ${folder}`, type: 'local_mapped', config: { path: root } };
  const { body: destination } = await owner.post<{ id: string; name: string }>('/storage/destinations', wanted);
  const transitions = ownTransitions(api);
  const project = await insertProject(api.database);
  await transitions.enqueue({
    ...{ project, trigger: 'manual', type: 'full', options: standardOptions, recipients: [], actor: null },
    destinations: [destination],
  });
  const claim = (await transitions.claimNext())!;
  const [copy] = claim.copies;
  const key = `shop/${claim.backupId}-1.tar`;
  const file = join(root, key);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await transitions.copyUploading(claim, copy!.id, key, {});
  await transitions.beginCommitting(claim, { ...someFacts, storedBytes: bytes.length, sha256 });
  await transitions.copySettled(claim, copy!.id, { status: 'stored', object: { size: bytes.length }, sha256 });
  await transitions.finish(claim, { status: 'succeeded' });
  const projectName = project.name;
  return { backupId: claim.backupId, projectName, copyId: copy!.id, destinationId: destination.id, sha256, file };
}

/** A link to it, with the address at which this test service is reached instead of its PUBLIC_URL. */
export async function linkTo(api: TestApi, client: ApiClient, backupId: string): Promise<DownloadLinkDto> {
  const reply = await client.post<DownloadLinkDto>(`/backups/${backupId}/download-link`, {});
  if (reply.status !== 201) throw new Error(`no link: ${reply.status} ${JSON.stringify(reply.body)}`);
  return { ...reply.body, url: reachable(api, reply.body.url) };
}

export const reachable = (api: TestApi, url: string): string => url.replace(/^.*\/api\//, `${api.url}/`);

/** Transitions beside those of the service, whose limit lets nothing begin: for runs that stay in the state they are put in. */
export function ownTransitions(api: TestApi, policy: Partial<RunPolicy> = {}): RunTransitions {
  const get = api.app.get.bind(api.app);
  return new RunTransitions(
    api.database,
    get(DatabaseClock),
    { ...standardPolicy, limit: 1_000, ...policy },
    get(StoredTotals),
    get(AuditLog),
    get(RunChanged),
  );
}
