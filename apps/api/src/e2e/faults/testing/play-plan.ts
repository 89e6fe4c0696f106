import { setTimeout as delay } from 'node:timers/promises';
import type { Treatment } from '@stowbase/storage/testing';
import type { CrashService } from '../../crash/testing/crash-service';
import type { CrashWorld } from '../../crash/testing/crash-world';
import type { FaultFronts } from './fault-fronts';
import { runMs, type FaultPlan, type Step } from './fault-plan';

/** Does what the plan says, each step at its time. Whatever is answered meanwhile, if anything, doesn't count. */
export async function playPlan(plan: FaultPlan, world: CrashWorld, fronts: FaultFronts): Promise<void> {
  const service = world.launch(plan.env);
  await service.ready().catch(() => undefined);
  const begun = performance.now();
  const going: Promise<unknown>[] = [];
  for (const step of plan.steps) {
    await delay(Math.max(0, begun + step.at - performance.now()));
    going.push(play(step, world, fronts, service).catch(() => undefined));
  }
  await delay(Math.max(0, begun + runMs - performance.now()));
  if (plan.endsAtRest) await atRest(world, service);
  service.signal('SIGCONT');
  await world.end();
  await Promise.all(going);
  fronts.heal();
}

/** What hangs or waits for its next attempt isn't waited for. */
const mostMs = 8_000;

async function atRest(world: CrashWorld, service: CrashService): Promise<void> {
  const until = performance.now() + mostMs;
  while (!service.ended && performance.now() < until) {
    const running = await world.underWay().catch(() => ['unknown']);
    if (running.every((status) => status === 'queued' || status === 'pending')) return;
    await delay(50);
  }
}

async function play(step: Step, world: CrashWorld, fronts: FaultFronts, service: CrashService): Promise<void> {
  if ('ask' in step) return ask(step, world);
  if ('process' in step) {
    if (step.process !== 'freeze') return service.signal(step.process);
    service.signal('SIGSTOP');
    await delay(step.forMs);
    return service.signal('SIGCONT');
  }
  if ('sessions' in step)
    return world.sql(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE $$stowbase%$$',
    );
  if ('table' in step) {
    return world.sql(
      `BEGIN; LOCK TABLE public.ledger IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(${step.forMs / 1000}); COMMIT`,
    );
  }
  if ('wire' in step) {
    fronts[step.wire].set(step.fault);
    await delay(step.forMs);
    return fronts[step.wire].set({ kind: 'pass' });
  }
  if ('requests' in step)
    return fronts.requests.treat((_, which) => (which < step.count ? treatment(step.requests) : undefined));
  fronts.fillRecords();
  await delay(step.forMs);
  fronts.freeRecords();
}

async function ask(step: Extract<Step, { ask: unknown }>, world: CrashWorld): Promise<void> {
  if (step.ask === 'backup') return void (await world.ask(step));
  const backups = await world.all();
  const id = step.ask === 'cancel' ? backups[0]?.id : backups.find(({ status }) => status === 'succeeded')?.id;
  if (id === undefined) return;
  switch (step.ask) {
    case 'cancel':
      return void (await world.client.post(`/backups/${id}/cancel`));
    case 'delete':
      return void (await world.client.delete(`/backups/${id}`));
    case 'copy':
      await world.client.post(`/backups/${id}/copies`, { destinationId: world.destinationId('bucket') });
      await world.client.post(`/backups/${id}/copies`, { destinationId: world.destinationId('disk') });
  }
}

function treatment(how: 500 | 503 | 'reset' | 'lost'): Treatment {
  switch (how) {
    case 'reset':
      return { instead: { instead: 'reset' } };
    case 'lost':
      return { afterwards: { instead: 'reset' } };
    case 500:
    case 503:
      return { instead: { status: how } };
  }
}
