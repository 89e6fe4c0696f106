import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyReport } from '@stowbase/archive';
import { loadFixture } from '@stowbase/postgres/testing';
import type { Fingerprint, ScratchServer } from '@stowbase/postgres/testing';
import type { RestoreReport } from '@stowbase/restore';
import { withArchive } from '../archive-input';
import type { Outcome, Shell } from '../shell';
import { restoreByHand } from './by-hand';
import { tryDamagedCopy } from './damaged-copy';
import type { DamageProof } from './damaged-copy';
import type { DemoOptions } from './demo-command';
import { demoDocument } from './demo-document';
import { demoText } from './demo-text';
import { KeptFolder } from './kept-folder';
import { problemsOf } from './problems';
import { findPrograms } from './programs';
import type { DemoPrograms } from './programs';
import { ownFacts, proofOf, readFacts } from './proof';
import type { RestoreProof } from './proof';
import { backUp } from './sample-backup';
import type { SampleBackup } from './sample-backup';
import { restoreSample } from './sample-restore';
import { SampleServers } from './sample-servers';
import { proveService, type ServiceProof } from './service/prove-service';
import { allSteps, engineSteps, Steps } from './steps';
import type { StepTime } from './steps';

/** All that came of a demo. */
export interface DemoFacts {
  readonly serverVersion: string;
  readonly backup: SampleBackup;
  readonly verified: VerifyReport;
  readonly damage: DamageProof;
  readonly report: RestoreReport;
  /** The commands of README.txt, a line each. */
  readonly commands: readonly string[];
  /** How many facts of the sample project a new project doesn't have. */
  readonly ownFacts: number;
  readonly proofs: readonly RestoreProof[];
  /** Null: it wasn't asked for. */
  readonly service: ServiceProof | null;
  readonly steps: readonly StepTime[];
  /** Where the files are; null when they are gone. */
  readonly kept: string | null;
  readonly seconds: number;
  /** The service and the sample project stay up. */
  readonly staying: boolean;
}

/** `stowbase demo`: a project, its backup, two ways back, and what is equal afterwards. */
export async function demonstrate(options: DemoOptions, shell: Shell): Promise<Outcome> {
  const startedAt = performance.now();
  const programs = await findPrograms(shell.env.clientDirs);
  const kept = options.keep === undefined ? null : await KeptFolder.claim(options.keep);
  const servers = await SampleServers.open(shell.signal);
  let staying = false;
  try {
    const withService = options.service === true;
    const steps = new Steps(shell, options.quiet, withService ? allSteps : engineSteps);
    const proven = await runSteps(steps, servers, programs, shell, withService);
    shell.signal.throwIfAborted();
    await kept?.take(servers.files);
    staying = proven.service !== null && !options.json && isOnTerminal();
    if (!staying) await servers.close();
    const seconds = (performance.now() - startedAt) / 1000;
    const facts: DemoFacts = { ...proven, steps: steps.times, kept: kept?.path ?? null, seconds, staying };
    return {
      status: problemsOf(facts).length === 0 ? 'done' : 'failed',
      document: demoDocument(facts),
      text: demoText(facts),
      ...(staying ? { stay: () => untilInterrupted(servers, shell) } : {}),
    };
  } finally {
    if (!staying) await servers.close();
    await kept?.release();
  }
}

/** Somebody is there to look around, and to end it. */
const isOnTerminal = (): boolean => process.stdin.isTTY && process.stdout.isTTY;

async function untilInterrupted(servers: SampleServers, { signal, screen }: Shell): Promise<void> {
  // A timer, so that the process waits.
  const waiting = setInterval(() => undefined, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(waiting);
  screen.say('Ending and removing everything …');
  await servers.close();
}

async function runSteps(
  steps: Steps,
  servers: SampleServers,
  { major, path }: DemoPrograms,
  shell: Shell,
  withService: boolean,
): Promise<Omit<DemoFacts, 'steps' | 'kept' | 'seconds' | 'staying'>> {
  const { files } = servers;
  const source = await steps.run('source', async () => {
    const project = await servers.newProject(major);
    await loadFixture(project, 'plain');
    return { project, facts: await factsOf(project, files, 'sample-project') };
  });
  const backup = await steps.run('backup', () => backUp(source.project, files, shell));
  const { file, result } = backup;
  const verified = await steps.run('verify', () =>
    withArchive(file, [], shell, (archive) => archive.verify(2, { signal: shell.signal })),
  );
  const { first, second, nothing } = await steps.run('targets', async () => {
    const project = await servers.newProject(major);
    return { first: project, second: await servers.newProject(major), nothing: await readFacts(project) };
  });
  const damage = await steps.run('damage', () => tryDamagedCopy(file, first, nothing, shell));
  const report = await steps.run('restore', () => restoreSample(file, first, shell, result.summary.fileSha256));
  const commands = await steps.run('by_hand', () => restoreByHand(file, second, { path, signal: shell.signal }));
  const proofs = await steps.run('compare', async () => [
    proofOf('stowbase', source.facts, await factsOf(first, files, 'restored-by-stowbase')),
    proofOf('by-hand', source.facts, await factsOf(second, files, 'restored-by-hand')),
  ]);
  const service = withService ? await proveService(steps, servers, source, { major, shell }) : null;
  return {
    service,
    serverVersion: source.project.binaries.version,
    backup,
    verified,
    damage,
    report,
    commands,
    ownFacts: ownFacts(source.facts, nothing),
    proofs,
  };
}

/** The facts, and a file with them for whoever keeps the files. */
async function factsOf(server: ScratchServer, files: string, name: string): Promise<Fingerprint> {
  const facts = await readFacts(server);
  await writeFile(join(files, `${name}.facts.txt`), `${facts.join('\n')}\n`, { mode: 0o600 });
  return facts;
}
