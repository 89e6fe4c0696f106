import { join } from 'node:path';
import { encodeContents } from '../contents';
import { cancelled } from '../errors';
import { plainNames, plainSqlName } from '../members';
import type { Archive } from './archive';
import { fillEmptyFolder } from './empty-folder';
import { writePrivateFile } from './write-file';

/**
 * Writes an archive out as plain SQL files, in restore order, with README.txt and contents.json. Every byte is proven on its way;
 * after a failure the folder is as it was.
 * @throws ArchiveError `target-not-empty`, `damaged`, `identity-needed`, `wrong-identity`
 */
export async function extractArchive(
  archive: Archive,
  toDir: string,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ files: number; bytes: number }> {
  return fillEmptyFolder(toDir, async () => {
    const readme = Buffer.from(await archive.readme());
    const contents = encodeContents(await archive.contents());
    let bytes = await writePrivateFile(join(toDir, plainNames.readme), one(readme));
    bytes += await writePrivateFile(join(toDir, plainNames.contents), one(contents));
    for (const { name } of archive.members) {
      if (options.signal?.aborted === true) throw cancelled(options.signal);
      bytes += await writePrivateFile(join(toDir, plainSqlName(name)), archive.readMember(name));
    }
    return { files: archive.members.length + 2, bytes };
  });
}

// oxlint-disable-next-line typescript/require-await
async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
