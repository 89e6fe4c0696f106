import { until } from '../../../backups/testing/until';
import type { KnownLeftoverListDto } from '../../../backups/leftovers/leftovers.dto';
import type { CrashWorld, PlaceName } from '../../crash/testing/crash-world';
import { done } from '../../crash/testing/first-owner';

const soonMs = 3600_000;

/**
 * After all is well again: nothing is under way, each success has a copy that reads back whole, and nothing lies anywhere that no row
 * names. A whole file of a backup that failed is kept for a day, and said to be: where the service's own clock counts, the day passes here.
 */
export async function expectTruth(world: CrashWorld, isOwnClock: boolean): Promise<void> {
  await until(async () => (await world.underWay()).length === 0);
  await until(async () => (await strays(world)).every(({ isKept }) => isKept));
  if (isOwnClock && (await strays(world)).length > 0) {
    await world.start(null, { FAULT_CLOCK_HOURS: '26' });
    await until(async () => (await strays(world)).length === 0);
  }
  const kept = (await strays(world)).map(({ key }) => key);
  await world.expectClean(kept);
  for (const { id, status, copies } of await world.all()) {
    if (status === 'succeeded')
      expect([id, copies.filter((copy) => copy.status === 'stored').length > 0]).toEqual([id, true]);
  }
  done(await world.client.get('/health/ready'), 200);
}

/** What lies there and is no stored copy. `isKept`: a row says that it goes in a day. */
async function strays(world: CrashWorld): Promise<{ key: string; isKept: boolean }[]> {
  const found = [];
  for (const name of ['disk', 'bucket'] as const) {
    const stored = new Set(await world.storedKeys(name));
    const rest = (await world.places[name].list()).filter((key) => !stored.has(key));
    if (rest.length === 0) continue;
    const kept = await keptFor(world, name);
    found.push(...rest.map((key) => ({ key, isKept: kept.has(key) })));
  }
  return found;
}

async function keptFor(world: CrashWorld, name: PlaceName): Promise<Set<string | null>> {
  const path = `/storage/destinations/${world.destinationId(name)}/leftovers`;
  const { items } = done(await world.client.get<KnownLeftoverListDto>(path), 200);
  const later = items.filter(({ retryAt }) => new Date(retryAt ?? 0).getTime() > Date.now() + soonMs);
  return new Set(later.map(({ key }) => key));
}
