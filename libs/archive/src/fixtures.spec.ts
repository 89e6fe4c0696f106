import { readFileSync } from 'node:fs';
import { parseIdentityFile } from './age/identities';
import { openArchive } from './reader/open-archive';
import { fileSource } from './reader/range-source';
import { smallMembers } from './testing';

const folder = new URL('./testing/fixtures/', import.meta.url).pathname;

/** One folder a released version. They are never made again: what an old version wrote must stay readable for ever. */
const released = ['0.1.0'];

describe.each(released)('archives written by version %s', (version) => {
  it.each(['zstd', 'gzip', 'age'])('are read whole (%s)', async (form) => {
    const identity = parseIdentityFile(readFileSync(`${folder}${version}/key.txt`, 'utf8'));
    const archive = await openArchive(fileSource(`${folder}${version}/${form}.tar`), { identity });
    expect(await archive.verify(2)).toMatchObject({ ok: true, members: 8 });
    expect(await archive.contents()).toMatchObject({ project: { name: 'Shop' } });
    const texts = await Promise.all(
      archive.members.map(async ({ name }) => {
        const chunks: Buffer[] = [];
        for await (const chunk of archive.readMember(name)) chunks.push(chunk);
        return Buffer.concat(chunks).toString();
      }),
    );
    expect(texts).toEqual(smallMembers.map(({ sql }) => sql));
    await archive.close();
  });
});
