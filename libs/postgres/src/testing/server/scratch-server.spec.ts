import { jest } from '@jest/globals';
import { access } from 'node:fs/promises';
import { availableServerMajors } from './server-binaries';
import { startScratchServer } from './scratch-server';

jest.setTimeout(60_000);
describe('a scratch server', () => {
  it.each([15, 17])('of major %i answers on its port and leaves nothing behind', async (major) => {
    if (!(await availableServerMajors()).includes(major)) return;
    const server = await startScratchServer({ major });
    const { user } = server.superuser;
    const version = await server.with(user, 'postgres', (c) =>
      c.query<{ v: string }>("SELECT current_setting('server_version_num') AS v"),
    );
    expect(Math.floor(Number(version.rows[0]!.v) / 10000)).toBe(major);
    await server.stop();
    await expect(access(server.dir)).rejects.toThrow('ENOENT');
  });
});
