import { Backup } from '../../backups/backup.entity';
import type { BackupDto } from '../../backups/records/backup.dto';
import { insertDestination, insertProject } from '../../backups/testing/rows';
import { until } from '../../backups/testing/until';
import { signIn } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { Schedule } from '../schedule.entity';
import { insertSchedule } from '../testing/insert-schedule';
import { ScheduleTask } from './tick.providers';

/** A slot of a minute ago at most. */
const everyMinute = (): Pick<Schedule, 'cron' | 'effectiveFrom'> => ({
  cron: '* * * * *',
  effectiveFrom: new Date(Date.now() - 90_000),
});

describe('P-SCHED-18 the service by itself', () => {
  let api: TestApi;
  const start = async (role: 'all' | 'api'): Promise<TestApi> => {
    api = await startTestApi({}, { maxConcurrentRuns: 0, role });
    return api;
  };
  afterEach(() => api.close());

  const schedule = async (): Promise<Schedule> => {
    const { id: projectId } = await insertProject(api.database);
    const destinationIds = [(await insertDestination(api.database)).id];
    return insertSchedule(api.database, { projectId, destinationIds, ...everyMinute() });
  };
  const runOf = ({ id }: Schedule): Promise<Backup | null> =>
    api.database.read.findOneBy(Backup, { scheduleId: id, status: 'queued' });

  it('makes a run of a slot, and one that waits right behind the backup that it waits for', async () => {
    const { app, database } = await start('all');
    const owner = await signIn(api);
    const due = await schedule();
    const waits = await schedule();
    const asked = await owner.post<BackupDto>('/backups', {
      projectId: waits.projectId,
      destinations: waits.destinationIds,
    });
    expect(asked.status).toBe(202);
    app.get(ScheduleTask).wake();
    await until(() => runOf(due));
    await until(async () => (await database.read.findOneByOrFail(Schedule, { id: waits.id })).waitingSlot);
    expect(await runOf(waits)).toBeNull();
    // Nobody wakes it: the end of that backup does.
    await owner.post(`/backups/${asked.body.id}/cancel`);
    await until(() => runOf(waits));
  });

  it('does so in no process that answers requests only', async () => {
    const { app } = await start('api');
    const due = await schedule();
    app.get(ScheduleTask).wake();
    await signIn(api);
    expect(await runOf(due)).toBeNull();
  });
});
