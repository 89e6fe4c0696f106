import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultProxy, httpFront, type FaultProxy, type HttpFront } from '@stowbase/storage/testing';
import type { Fronts } from '../../crash/testing/crash-world';

/** What can be broken between the service and its servers, and below its records. */
export class FaultFronts implements Fronts {
  private disk: string | null = null;

  private constructor(
    readonly database: FaultProxy,
    readonly records: FaultProxy,
    readonly bucket: FaultProxy,
    readonly requests: HttpFront,
  ) {}

  static async make(databasePort: number, bucketPort: number): Promise<FaultFronts> {
    const requests = await httpFront(bucketPort);
    return new FaultFronts(
      await faultProxy(databasePort),
      await faultProxy(databasePort),
      await faultProxy(requests.port),
      requests,
    );
  }

  get databasePort(): number {
    return this.database.port;
  }

  get recordsPort(): number {
    return this.records.port;
  }

  get bucketPort(): number {
    return this.bucket.port;
  }

  /** A disk of its own, that can be filled, where this machine lets us mount one. */
  prepare(dataFolder: string): void {
    mkdirSync(dataFolder);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=112m', 'tmpfs', dataFolder], { stdio: 'ignore' });
      this.disk = dataFolder;
    } catch {
      process.stderr.write('No file system can be mounted here: the disk of the records is never full.\n');
    }
  }

  /** Nothing more can be written to the records. */
  fillRecords(): void {
    if (this.disk === null) return;
    const { bavail, bsize } = statfsSync(this.disk);
    writeFileSync(join(this.disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 4096)));
  }

  freeRecords(): void {
    if (this.disk !== null) rmSync(join(this.disk, 'ballast'), { force: true });
  }

  /** Everything passes. */
  heal(): void {
    for (const wire of [this.database, this.records, this.bucket]) wire.set({ kind: 'pass' });
    this.requests.pass();
    this.freeRecords();
  }

  async stop(): Promise<void> {
    for (const wire of [this.database, this.records, this.bucket]) await wire.stop();
    await this.requests.stop();
    if (this.disk !== null) execFileSync('umount', [this.disk]);
  }
}
