import { join } from 'node:path';
import type { Fingerprint, ScratchServer } from '@stowbase/postgres/testing';
import { withArchive } from '../../archive-input';
import type { Shell } from '../../shell';
import { proofOf, readFacts, type RestoreProof } from '../proof';
import { restoreSample } from '../sample-restore';
import type { SampleServers } from '../sample-servers';
import type { Steps } from '../steps';
import { SampleService } from './sample-service';
import { backUpThroughService, type Login } from './through-service';

/** What the service did with the sample project, and what came back of it. */
export interface ServiceProof {
  readonly origin: string;
  readonly backupId: string;
  readonly sha256: string;
  /** Members that verification found damaged. */
  readonly damaged: readonly string[];
  readonly login: Login;
  readonly proof: RestoreProof;
}

/** The service from setup to a restored backup. It stays up as long as the servers do. */
export async function proveService(
  steps: Steps,
  servers: SampleServers,
  source: { project: ScratchServer; facts: Fingerprint },
  { major, shell }: { major: number; shell: Shell },
): Promise<ServiceProof> {
  const { signal } = shell;
  const { service, backup } = await steps.run('service', async () => {
    const started = await SampleService.start(join(servers.folder, 'service'), signal);
    servers.stopToo(started);
    return { service: started, backup: await backUpThroughService(started, source.project, signal) };
  });
  return await steps.run('service_back', async () => {
    const verified = await withArchive(backup.file, [], shell, (archive) => archive.verify(2, { signal }));
    const target = await servers.newProject(major);
    await restoreSample(backup.file, target, shell, backup.sha256);
    return {
      origin: service.origin,
      backupId: backup.id,
      sha256: backup.sha256,
      damaged: verified.damaged.map(({ member }) => member),
      login: backup.login,
      proof: proofOf('service', source.facts, await readFacts(target)),
    };
  });
}
