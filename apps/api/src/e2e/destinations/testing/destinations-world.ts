import { setImmediate as nextTurn } from 'node:timers/promises';
import { fixtureSource } from '@stowbase/dump/testing';
import { until } from '../../../backups/testing/until';
import type { BackupDto } from '../../../backups/records/backup.dto';
import { signIn, type ApiClient } from '../../../testing/api-client';
import { startTestApi, type TestApi } from '../../../testing/start-test-api';

/** The whole service over a database of about 9 MB once compressed; destinations wait for a fraction of what they wait for in earnest. */
export interface DestinationsWorld {
  readonly api: TestApi;
  readonly owner: ApiClient;
  /** @returns its id */
  destination(name: string, type: string, config: object): Promise<string>;
  /** A folder of its own on this machine, which never fails. */
  disk(name: string): Promise<string>;
  /** Runs a backup to its end. */
  backUp(destinations: readonly string[]): Promise<BackupDto>;
  /** Name of a destination → `stored`, or the code of its failure. */
  outcomes(backup: BackupDto): Record<string, string>;
  close(): Promise<void>;
}

/**
 * Parts of 5 MiB over a link of 8 MB/s are far from both limits. What the sockets in between have taken counts as sent: its answer is
 * waited for by the deadline, not by the silence.
 */
const http = { stallMs: 1_500, deadlineMs: 4_000, slowestBytesPerSecond: 1_000_000 };
const chunkBytes = 4 * 1024 * 1024;

export async function destinationsWorld(): Promise<DestinationsWorld> {
  const source = await fixtureSource();
  await source.sql(`CREATE TABLE public.noise (id int PRIMARY KEY, hex text);
    INSERT INTO public.noise SELECT n, (SELECT string_agg(md5(n || ':' || m), '') FROM generate_series(1, 1000) m)
    FROM generate_series(1, 550) n`);
  const wait = async (_milliseconds: number, signal?: AbortSignal): Promise<void> => {
    await nextTurn();
    signal?.throwIfAborted();
  };
  const api = await startTestApi({}, { storageTuning: { http, wait, chunkBytes } });
  const owner = await signIn(api);
  const connection = { url: source.server.url('postgres', 'postgres') };
  const project = await made<{ id: string }>(owner.post('/projects', { name: 'Shop', connection }));
  const destination: DestinationsWorld['destination'] = async (name, type, config) =>
    (await made<{ id: string }>(owner.post('/storage/destinations', { name, type, config }))).id;
  return {
    api,
    owner,
    destination,
    disk: (name) => destination(name, 'local_mapped', { path: `${api.config.localStorageRoots[0]}/${name}` }),
    backUp: async (destinations) => {
      const { id } = await made<BackupDto>(owner.post('/backups', { projectId: project.id, destinations }));
      return until(async () => {
        const { body } = await owner.get<BackupDto>(`/backups/${id}`);
        return ['queued', 'running', 'committing'].includes(body.status) ? null : body;
      });
    },
    outcomes: ({ copies }) =>
      Object.fromEntries(copies.map(({ destinationName, status, error }) => [destinationName, error?.code ?? status])),
    close: async () => {
      await api.close();
      await source.stop();
    },
  };
}

async function made<T>(reply: Promise<{ status: number; body: unknown }>): Promise<T> {
  const { status, body } = await reply;
  if (status < 200 || status > 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body as T;
}
