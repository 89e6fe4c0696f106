import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contents, Manifest } from '@stowbase/archive';
import { buildSmallArchive, forgeArchive } from '@stowbase/archive/testing';
import { BackupCopy } from '../../backups/backup-copy.entity';
import type { BackupPageDto } from '../../backups/records/backup.dto';
import { until } from '../../backups/testing/until';
import { openCatalogueWorld, type CatalogueWorld } from '../testing/catalogue-world';
import type { ImportItemPageDto, ImportJobDto } from './import.dto';

const lies: readonly [string, Partial<Manifest>][] = [
  ['an id with a path', { backupId: '../../backups' }],
  ['an id in capitals', { backupId: '0197F3A2-5B1C-4D2E-8F00-112233445566' }],
  ['an id of 1,000 characters', { backupId: 'a'.repeat(1_000) }],
  ['an attempt beyond all', { attempt: 2 ** 40 }],
  ['no attempt', { attempt: 0 }],
  ['a short name with a tag', { projectSlug: '<img src=x onerror=alert(1)>' }],
  ['a time that is none', { createdAt: 'yesterday' }],
  ['an end that is none', { finishedAt: '' }],
  ['a time of another age', { snapshotAt: '+020000-01-01T00:00:00Z' }],
];

const strange = [
  { project: null },
  { project: { name: 7, ref: null } },
  { project: { name: 'Shop\0', ref: null } },
  { type: 'everything' },
  { components: [null] },
  { warnings: [{ code: 'X', text: 'half of one: \ud83d' }] },
] as unknown as Partial<Contents>[];

describe('an archive that somebody forged', () => {
  let world: CatalogueWorld;
  beforeAll(async () => {
    world = await openCatalogueWorld();
  });
  afterAll(() => world.close());

  it('P-CATALOGUE-13 is listed with what is strange about it, and adds nothing that the records can’t bear', async () => {
    mkdirSync(join(world.folder, 'forged'), { recursive: true });
    for (const [n, [, lie]] of lies.entries()) {
      const body = forgeArchive({ members: [], lie: (manifest) => ({ ...manifest, ...lie }) });
      writeFileSync(join(world.folder, `forged/${n}.tar`), body);
    }
    const bodies = await Promise.all(strange.map((contents) => buildSmallArchive({ contents })));
    for (const [n, body] of bodies.entries()) writeFileSync(join(world.folder, `forged/contents-${n}.tar`), body);
    const path = `/storage/destinations/${world.destination.id}/imports`;
    const { body: asked } = await world.owner.post<ImportJobDto>(path, { mode: 'add' });
    const job = await until(async () => {
      const { body } = await world.owner.get<ImportJobDto>(`${path}/${asked.id}`);
      return body.finishedAt === null ? null : body;
    });
    expect(job).toMatchObject({
      status: 'succeeded',
      counts: [{ kind: 'damaged', count: lies.length + strange.length }],
    });
    const { body: found } = await world.owner.get<ImportItemPageDto>(`${path}/${asked.id}/items`);
    expect(
      found.items.filter(({ text }) => !/^(It is no backup of ours: |What it says of its contents)/.test(text ?? '')),
    ).toEqual([]);
    expect(await world.api.database.read.count(BackupCopy)).toBe(0);
    expect((await world.owner.get<BackupPageDto>('/backups')).body.items).toEqual([]);
  });
});
