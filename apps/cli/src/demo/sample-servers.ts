import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildPlatform,
  createScratchFolder,
  removeScratchFolderNow,
  startScratchServer,
} from '@stowbase/postgres/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';

/** The servers of a demo and its files, all in one folder that is gone afterwards, however the process ends (but for SIGKILL). */
export class SampleServers {
  private readonly users: { stop(): Promise<void> }[] = [];
  private readonly servers: { stop(): Promise<void> }[] = [];
  private readonly atExit = (): void => removeScratchFolderNow(this.folder);
  // A server that is stopped ends the queries that are running on it.
  private readonly onAbort = (): void => void this.stopAll().catch(() => undefined); // close() waits for it and tells

  private constructor(
    /** The servers' OS user can enter it. */
    readonly folder: string,
    /** Inside it, ours alone: what the demo makes. */
    readonly files: string,
    private readonly signal: AbortSignal,
  ) {
    process.once('exit', this.atExit);
    signal.addEventListener('abort', this.onAbort, { once: true });
  }

  static async open(signal: AbortSignal): Promise<SampleServers> {
    const folder = await createScratchFolder('demo-');
    const servers = new SampleServers(folder, join(folder, 'files'), signal);
    await mkdir(servers.files, { mode: 0o700 });
    return servers;
  }

  /** A new project: a server of its own with nothing but what the platform brings. */
  async newProject(major: number): Promise<ScratchServer> {
    const { folder, signal } = this;
    const server = await startScratchServer({ major, folder, signal });
    this.servers.push(server);
    if (signal.aborted) await this.stopAll();
    signal.throwIfAborted();
    await buildPlatform(server);
    return server;
  }

  /** What uses the servers ends before them. */
  stopToo(user: { stop(): Promise<void> }): void {
    this.users.push(user);
  }

  async close(): Promise<void> {
    this.signal.removeEventListener('abort', this.onAbort);
    await this.stopAll();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', this.atExit);
  }

  private async stopAll(): Promise<void> {
    await Promise.all(this.users.map((user) => user.stop()));
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}
