import { fileSource, openArchive, type Archive } from '@stowbase/archive';
import { freshTarget, startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { Client } from 'pg';
import type { RestoreWarning } from '../../request';
import { openRestoreConnection } from '../../run/open-restore-connection';
import type { RunContext, RunCounts } from '../../run/run-types';
import { runAsItIs, type RestoreScript } from '../../script/restore-script';
import type { TargetFacts } from '../../target/target-facts';
import { restoreInSteps, type StepOptions } from '../restore-in-steps';

export type StepTargetKind = 'supabase' | 'plain';

/** A server to restore to in steps, and what is needed to break off in the middle. */
export interface StepTarget {
  readonly server: ScratchServer;
  readonly kind: StepTargetKind;
  /** Who restores: not a superuser on a Supabase-like target, the only one on a plain one. */
  readonly user: string;
  readonly admin: string;
  readonly warnings: RestoreWarning[];
  restore(archive: Archive, change?: StepRestore): Promise<RunCounts>;
  /** Cuts all connections of the running restore, as the death of its process would. */
  kill(): void;
  asAdmin<T>(work: (client: Client) => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

export interface StepRestore extends Partial<StepOptions> {
  readonly jobs?: number;
  readonly script?: Partial<RestoreScript>;
  readonly signal?: AbortSignal;
  readonly canRestTriggers?: boolean;
  readonly before?: (client: Client) => Promise<void>;
  readonly after?: (client: Client, counts: RunCounts) => Promise<void>;
  /** Bytes were sent, and nothing of them is committed yet. */
  readonly onSent?: (table: string | undefined) => void;
  readonly lockWaitSeconds?: number;
  /** Of a proxy before the server. */
  readonly port?: number;
}

export async function stepTarget(kind: StepTargetKind): Promise<StepTarget> {
  const server = kind === 'supabase' ? await freshTarget() : await startScratchServer({ superuser: 'dba' });
  const user = kind === 'supabase' ? 'postgres' : 'dba';
  const admin = kind === 'supabase' ? 'supabase_admin' : 'dba';
  const clients = new Set<Client>();
  const warnings: RestoreWarning[] = [];
  return {
    server,
    kind,
    user,
    admin,
    warnings,
    async restore(archive, change = {}) {
      const manifest = archive.manifest;
      const settings = { ...server.settings(user, 'postgres'), port: change.port ?? server.port };
      const context: RunContext = {
        archive,
        contents: await archive.contents(),
        script: {
          members: archive.members.filter(({ group }) => group === 'sql' || (group === 'platform' && kind === 'plain')),
          decide: runAsItIs,
          toleratesMissingRights: false,
          ...change.script,
        },
        target: {
          kind: kind === 'supabase' ? 'self-hosted' : 'plain',
          canRestTriggers: change.canRestTriggers ?? true,
        } as TargetFacts,
        settings,
        async connect() {
          const client = await openRestoreConnection(settings, {
            warn: (warning) => warnings.push(warning),
            ...(change.lockWaitSeconds === undefined ? {} : { lockWaitSeconds: change.lockWaitSeconds }),
          });
          clients.add(client);
          return client;
        },
        signal: change.signal ?? new AbortController().signal,
        sent: (_bytes, table) => change.onSent?.(table),
        enter: () => undefined,
        warn: (warning) => warnings.push(warning),
      };
      const hooks = {
        before: change.before ?? (() => Promise.resolve()),
        after: change.after ?? (() => Promise.resolve()),
      };
      const identity = {
        backupId: manifest.backupId,
        fileSha256: manifest.members.at(-1)?.sha256 ?? '',
        resume: false,
      };
      return restoreInSteps(context, change.jobs ?? 2, hooks, { ...identity, ...change });
    },
    kill() {
      for (const client of clients) socketOf(client).destroy();
    },
    asAdmin: (work) => server.with(admin, 'postgres', work),
    stop: () => server.stop(),
  };
}

export const openFile = (file: string): Promise<Archive> => openArchive(fileSource(file));

function socketOf(client: Client): { destroy(): void } {
  const { connection } = client as unknown as { connection: { stream: { destroy(): void } } };
  return connection.stream;
}
