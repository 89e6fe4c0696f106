import { readFile } from 'node:fs/promises';
import { ArchiveWriter, openArchive, parseMemberName } from '@stowbase/archive';
import type { ArchiveIdentity, Contents } from '@stowbase/archive';
import { bufferSource, MemorySink } from '@stowbase/archive/testing';

export interface Retelling {
  readonly identity?: Partial<ArchiveIdentity>;
  readonly contents?: Partial<Contents>;
  readonly recipients?: readonly string[];
  /** Changes the SQL of a member by its kind; what it isn't about is given back as it is. */
  readonly sql?: (kind: string, sql: Buffer) => Buffer;
}

/** A real archive again, with another identity, other contents or other SQL, and everything that proves it made to fit. */
export async function retoldArchive(file: string, { identity, contents, recipients, sql }: Retelling): Promise<Buffer> {
  const archive = await openArchive(bufferSource(await readFile(file)));
  const { manifest } = archive;
  const told = await archive.contents();
  const sink = new MemorySink();
  const writer = await ArchiveWriter.open({
    sink,
    identity: {
      backupId: manifest.backupId,
      attempt: manifest.attempt,
      projectSlug: manifest.projectSlug,
      createdAt: new Date(manifest.createdAt),
      snapshotAt: new Date(manifest.snapshotAt),
      projectName: told.project.name,
      projectRef: told.project.ref,
      serverVersionNum: manifest.serverVersionNum,
      tools: manifest.tools,
      ...identity,
    },
    compression: manifest.compression,
    recipients: recipients ?? [],
  });
  for (const { name, group, kind } of archive.members) {
    const chunks: Buffer[] = [];
    for await (const chunk of archive.readMember(name)) chunks.push(chunk);
    const before = Buffer.concat(chunks);
    const table = parseMemberName(name)?.name;
    await writer.addMember({ group, kind, ...(table ? { name: table } : {}) }, sql?.(kind, before) ?? before);
  }
  await writer.finish({ ...told, ...contents });
  return sink.bytes();
}
