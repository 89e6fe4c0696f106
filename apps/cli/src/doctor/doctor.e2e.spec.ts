import { freshTarget } from '@stowbase/postgres/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { stowbase } from '../testing/built-cli';
import { describedShape, differences, shapeOf } from '../testing/document-shape';

let server: ScratchServer;
beforeAll(async () => {
  server = await freshTarget();
}, 60_000);
afterAll(async () => {
  await server.stop();
});

const url = (password?: string): string => {
  const right = server.url('postgres', 'postgres');
  return password === undefined ? right : right.replace(server.passwords.get('postgres') ?? '', password);
};

describe('stowbase doctor', () => {
  it('P-CLI-2 says what a connection can do, in words and in one JSON document', async () => {
    const { code, stdout, stderr } = await stowbase(['doctor'], { env: { SOURCE_DATABASE_URL: url() } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^ok {4}.*\n/);
    expect(stdout).toMatch(/\nReady[^\n]*\n$/);
    const json = await stowbase(['doctor', '--json'], { env: { SOURCE_DATABASE_URL: url() } });
    expect(differences(await describedShape('doctor --json'), shapeOf(JSON.parse(json.stdout)))).toEqual([]);
    expect(json.code).toBe(0);
  });

  it('looks at the target with --target', async () => {
    const env = { SOURCE_DATABASE_URL: url('wrong-word'), TARGET_DATABASE_URL: url() };
    expect((await stowbase(['doctor', '--target'], { env })).code).toBe(0);
  });

  it('ends with exit code 1 and a fix when something fails, and never repeats the password', async () => {
    const { code, stdout, stderr } = await stowbase(['doctor'], { env: { SOURCE_DATABASE_URL: url('wr0ng-w0rd') } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}/m);
    expect(stdout).toMatch(/^ {6}Fix: /m);
    expect(stdout + stderr).not.toContain('wr0ng-w0rd');
  });
});
