import { availableServerMajors } from '../server/server-binaries';
import type { ScratchServer } from '../server/scratch-server';
import { freshTarget } from '../fixtures/fresh-target';
import { loadFixture } from '../fixtures/load-fixture';
import { diffFingerprints } from './diff-fingerprints';
import { fingerprint } from './fingerprint';

describe.each([15, 17])('a fingerprint on PostgreSQL %i', (major) => {
  const servers: ScratchServer[] = [];
  afterAll(() => Promise.all(servers.map((s) => s.stop())));
  const loaded = async () => {
    const server = await freshTarget({ major });
    servers.push(server);
    await loadFixture(server, 'plain');
    return server;
  };

  it('is equal for two loads of a fixture', async () => {
    if (!(await availableServerMajors()).includes(major)) return;
    const [a, b] = [await loaded(), await loaded()];
    const first = await fingerprint(a.settings('supabase_admin', 'postgres'));
    expect(diffFingerprints(first, await fingerprint(b.settings('supabase_admin', 'postgres')))).toEqual({
      missing: [],
      added: [],
    });
  });
});
