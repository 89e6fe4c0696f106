import { HeldMember, type ArchiveWriter, type MemberSpec } from '@stowbase/archive';
import { ArchiveTarget } from '../archive-target';
import { StageClock } from '../stage-clock';

export interface RecordedMember {
  spec: MemberSpec;
  sql: string;
  /** Given as a stream, in pieces. */
  long: boolean;
}

/** An archive that keeps the SQL of its members, for tests of what is put into it. */
export function recordingArchive(): { target: ArchiveTarget; members: RecordedMember[] } {
  const members: RecordedMember[] = [];
  const add = (spec: MemberSpec, sql: Buffer, long: boolean): { number: number; fileName: string } => {
    members.push({ spec, sql: sql.toString('latin1'), long });
    return { number: members.length, fileName: '' };
  };
  const held = new Map<HeldMember, Buffer>();
  const writer: Pick<ArchiveWriter, 'addMember' | 'addStream' | 'addCompressed' | 'hold'> = {
    addMember(spec, sql, onReleased) {
      const ref = add(spec, sql, false);
      onReleased?.(sql);
      return Promise.resolve(ref);
    },
    async addStream(spec, sql) {
      const chunks: Buffer[] = [];
      for await (const chunk of sql) chunks.push(Buffer.from(chunk));
      return add(spec, Buffer.concat(chunks), true);
    },
    hold(sql) {
      const member = new HeldMember({ chunks: [], storedSize: sql.length, rawSize: sql.length, sha256: '' });
      held.set(member, Buffer.from(sql));
      return Promise.resolve(member);
    },
    addCompressed(spec, member) {
      return Promise.resolve(add(spec, held.get(member) ?? Buffer.alloc(0), false));
    },
  };
  return { target: new ArchiveTarget(writer as ArchiveWriter, new StageClock(), () => undefined), members };
}
