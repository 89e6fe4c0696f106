import type { ArchiveWriter, HeldMember, MemberRef, MemberSpec } from '@stowbase/archive';
import { SlabPool } from './slab-pool';
import type { StageClock } from './stage-clock';

/** The archive as the sections of a dump see it: members go in, waiting is counted, slabs come back. */
export class ArchiveTarget {
  readonly slabs = new SlabPool();

  constructor(
    readonly writer: ArchiveWriter,
    private readonly clock: StageClock,
    private readonly afterMember: () => void,
  ) {}

  /** A member whose buffer belongs to `slabs`: `length` bytes of it are the SQL. */
  async addSlab(spec: MemberSpec, slab: Buffer, length: number): Promise<MemberRef> {
    const ref = await this.clock.waitForArchive(() =>
      this.writer.addMember(spec, slab.subarray(0, length), () => this.slabs.give(slab)),
    );
    this.afterMember();
    return ref;
  }

  /** @param sql at most 4 MiB, never changed afterwards. */
  async addBuffer(spec: MemberSpec, sql: Buffer): Promise<MemberRef> {
    const ref = await this.clock.waitForArchive(() => this.writer.addMember(spec, sql));
    this.afterMember();
    return ref;
  }

  /** One row or statement longer than a member may be. */
  async addLong(spec: MemberSpec, sql: AsyncIterable<Buffer>): Promise<MemberRef> {
    const ref = await this.clock.waitForArchive(() => this.writer.addStream(spec, sql));
    this.afterMember();
    return ref;
  }

  async addHeld(spec: MemberSpec, held: HeldMember): Promise<MemberRef> {
    const ref = await this.clock.waitForArchive(() => this.writer.addCompressed(spec, held));
    this.afterMember();
    return ref;
  }

  hold(sql: Buffer): Promise<HeldMember> {
    return this.clock.waitForArchive(() => this.writer.hold(sql));
  }
}
