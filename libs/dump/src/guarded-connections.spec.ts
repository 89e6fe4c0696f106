import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { fixtureSource, type FixtureSource } from './testing';

describe('the connections of a backup', () => {
  let source: FixtureSource;
  beforeAll(async () => {
    source = await fixtureSource({ fixture: 'plain' });
  }, 60_000);
  afterAll(() => source.stop());

  it("P-OUTGOING-4 are all opened by the function handed in, pg_dump's go to the address given; the name is never resolved", async () => {
    const opened: string[] = [];
    const connect = async ({ host, port }: { host: string; port: number }): Promise<Socket> => {
      opened.push(host);
      const socket = createConnection({ host: source.server.host, port });
      await once(socket, 'connect');
      return socket;
    };
    const { result } = await source.backup({
      source: { ...source.settings, host: 'db.nowhere.test', hostAddress: source.server.host },
      connect,
    });
    expect(result.contents.tables.length).toBeGreaterThan(0);
    expect(opened).toEqual(Array(3).fill(source.server.host));
  });

  it('P-OUTGOING-4 a refusal of that function ends the backup with its own code, nothing written', async () => {
    const refused = Object.assign(new Error('Not allowed.'), {
      kind: 'policy',
      code: 'ADDRESS_BLOCKED',
      nextStep: 'x',
    });
    expect(await source.failedBackup({ connect: () => Promise.reject(refused) })).toBe(refused);
  });
});
