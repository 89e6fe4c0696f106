import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { RunMeter } from './run-meter';

type Run = Parameters<RunMeter['told']>[0];

const begun = new Date('2026-11-28T02:00:00Z');
const run = (change: Partial<Run> = {}): Run => ({
  id: randomUUID(),
  status: 'succeeded',
  type: 'full',
  attempt: 1,
  error: null,
  startedAt: new Date('2026-11-28T02:30:00Z'),
  finishedAt: new Date('2026-11-28T02:36:12Z'),
  rawBytes: 5_000,
  storedBytes: 1_000,
  ...change,
});
const error = { code: 'HOST_DOWN', text: 'x', nextStep: null };

describe('what is counted of runs', () => {
  let registry: Registry;
  let meter: RunMeter;
  beforeEach(() => {
    registry = new Registry();
    meter = new RunMeter(registry, begun);
  });
  /** `name{labels}`: value */
  const values = async (name: string): Promise<Record<string, number>> => {
    const text = await registry.getSingleMetricAsString(name);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
  };

  it('each end once, however often it is told', async () => {
    const one = run();
    expect(meter.told({ ...one, status: 'running', finishedAt: null })).toBe(false);
    expect(meter.told(one)).toBe(true);
    expect(meter.told(one)).toBe(false);
    meter.told(run({ status: 'failed', type: 'data', error, rawBytes: null, storedBytes: null }));
    expect(await values('stowbase_runs_ended_total')).toEqual({
      'stowbase_runs_ended_total{status="succeeded",type="full"}': 1,
      'stowbase_runs_ended_total{status="failed",type="data"}': 1,
    });
    expect(await values('stowbase_run_raw_bytes_total')).toEqual({ stowbase_run_raw_bytes_total: 5_000 });
    expect(await values('stowbase_run_stored_bytes_total')).toEqual({ stowbase_run_stored_bytes_total: 1_000 });
    const seconds = await values('stowbase_run_duration_seconds');
    expect(seconds['stowbase_run_duration_seconds_sum{status="succeeded"}']).toBe(372);
  });

  it('nothing that ended before the process began', async () => {
    expect(meter.told(run({ finishedAt: new Date(begun.getTime() - 1) }))).toBe(false);
    expect(await values('stowbase_runs_ended_total')).toEqual({});
  });

  it('each retry once, by what ended the attempt before', async () => {
    const id = randomUUID();
    const waiting = run({ id, status: 'queued', error, finishedAt: null });
    meter.told(run({ id, status: 'queued', attempt: 0, finishedAt: null }));
    meter.told(waiting);
    meter.told(waiting);
    meter.told({ ...waiting, status: 'running', attempt: 2, error: null });
    meter.told({ ...waiting, attempt: 2, error: { ...error, code: 'RUN_INTERRUPTED' } });
    expect(await values('stowbase_run_retries_total')).toEqual({
      'stowbase_run_retries_total{code="HOST_DOWN"}': 1,
      'stowbase_run_retries_total{code="RUN_INTERRUPTED"}': 1,
    });
  });

  it('where the time went', async () => {
    const rest = { restarts: 0, rawBytes: 1, archiveBytes: 1, tablesDone: 1, tablesTotal: 1, rows: 1, table: null };
    const stages = [
      { stage: 'schema', seconds: 2 },
      { stage: 'data', seconds: 40 },
    ] as const;
    meter.profile({ ...rest, stages, waitedForArchive: 3, waitedForDump: null });
    meter.profile({ ...rest, stages, waitedForArchive: 1, waitedForDump: 7 });
    expect(await values('stowbase_run_stage_seconds_total')).toMatchObject({
      'stowbase_run_stage_seconds_total{stage="data"}': 80,
    });
    expect(await values('stowbase_run_waiting_seconds_total')).toEqual({
      'stowbase_run_waiting_seconds_total{for="archive"}': 4,
      'stowbase_run_waiting_seconds_total{for="dump"}': 7,
    });
  });
});
