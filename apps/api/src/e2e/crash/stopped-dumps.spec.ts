import { existsSync } from 'node:fs';
import { fakePgDump } from '@stowbase/dump/testing';
import { until } from '../../backups/testing/until';
import { filesIn } from './testing/crash-places';
import type { CrashService } from './testing/crash-service';
import { CrashWorld } from './testing/crash-world';
import { lives } from './testing/seen-processes';

describe('a service that ends while pg_dump reads rows', () => {
  let world: CrashWorld;
  beforeAll(async () => {
    world = await CrashWorld.make('sqlite');
  }, 600_000);
  afterAll(() => world.stop());

  /** A pg_dump that stops in the middle of the rows, for ever. @returns the service, there */
  async function dumping(env: Readonly<Record<string, string>> = {}): Promise<CrashService> {
    const mark = world.path(`dumping-${Math.random()}`);
    const tools = await fakePgDump(`"$REAL" "$@" | head -c 1000000; : > '${mark}'; exec sleep 600`);
    const service = await world.start(null, { ...env, PG_CLIENT_DIRS: tools.dir });
    await world.ask();
    await until(() => existsSync(mark));
    await tools.remove();
    expect(service.below.some(({ command }) => command.includes('sleep 600'))).toBe(true);
    return service;
  }

  const gone = (pids: readonly number[]): Promise<boolean> => until(() => pids.every((pid) => !lives(pid)));

  /** Files of one that has stopped, as far as they are unfinished. */
  const leftFiles = async (): Promise<string[]> => [
    ...(await world.places.disk.list()).filter((file) => file.endsWith('.partial')),
    ...filesIn(world.temp),
  ];

  it('P-CRASH-1 F06 F07 killed: no pg_dump outlives it, and the backup is begun anew', async () => {
    const service = await dumping();
    const below = service.below.map(({ pid }) => pid);
    await service.kill();
    await gone(below);
    await world.start();
    await world.goesOn(2);
  }, 120_000);

  it('F08 told to stop: the backup is aborted when the grace is over, and begun anew at the next start', async () => {
    const service = await dumping({ SHUTDOWN_GRACE_SECONDS: '0' });
    const below = service.below.map(({ pid }) => pid);
    service.signal('SIGTERM');
    expect(await service.end()).toBe(143);
    await gone(below);
    expect(await leftFiles()).toEqual([]);
    await world.start();
    await world.goesOn(2);
  }, 120_000);

  it('F09 told so twice: the backup is aborted at once', async () => {
    const service = await dumping({ SHUTDOWN_GRACE_SECONDS: '3600' });
    const below = service.below.map(({ pid }) => pid);
    // What follows at once counts as the same key press.
    await until(() => {
      if (!service.ended) service.signal('SIGTERM');
      return service.output.includes('what runs is aborted');
    });
    expect(await service.end()).toBe(143);
    await gone(below);
    expect(await leftFiles()).toEqual([]);
    await world.start();
    await world.goesOn(2);
  }, 120_000);
});
