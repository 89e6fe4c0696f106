import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSource } from './open-source';

describe('P-SELF-11 the newest backup of the records at a destination', () => {
  let root: string;
  const folder = (): string => join(root, 'disk/stowbase-service/2026');
  const put = (time: string): void =>
    writeFileSync(join(folder(), `stowbase-service_${time}_0123456789abcdef.age`), 'not opened here');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'stowbase-newest-'));
    mkdirSync(folder(), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const open = () =>
    openSource('local_mapped:', {
      envDestinations: [{ type: 'local_mapped', name: 'Disk', settings: { path: join(root, 'disk') } }],
      localStorageRoots: [root],
      dataFolder: join(root, 'data'),
      allowPrivateNetworks: false,
    });

  it('is found by the time in its name', async () => {
    put('20261126T010000Z');
    put('20261127T010000Z');
    const source = await open();
    expect(source.name).toContain('20261127T010000Z');
    await source.close();
  });

  it('is not one that says it is from the future: somebody may have planted it', async () => {
    put('20261127T010000Z');
    put('99990101T000000Z');
    await expect(open()).rejects.toMatchObject({ code: 'SELF_BACKUP_FROM_FUTURE' });
  });
});
