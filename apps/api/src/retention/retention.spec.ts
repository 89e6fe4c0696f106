import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { In } from 'typeorm';
import { BackupCopy } from '../backups/backup-copy.entity';
import type { BackupDto } from '../backups/records/backup.dto';
import { insertProject } from '../backups/testing/rows';
import { Schedule } from '../scheduler/schedule.entity';
import { insertSchedule } from '../scheduler/testing/insert-schedule';
import { signIn, type ApiClient } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';
import type { ApprovalDto, ApprovalPageDto } from './approvals/approval.dto';
import type { ManualRuleDto, ManualRuleListDto } from './manual/manual-rule.dto';
import type { RetentionPreviewDto } from './preview/preview.dto';
import { Prune } from './prune/prune';
import { defaultRule } from './rule';
import { insertStored } from './testing/insert-stored';

const day = 24 * 3600_000;

describe('the API of retention', () => {
  let api: TestApi;
  let owner: ApiClient;
  let project: { id: string; name: string };
  let destination: { id: string; name: string };
  let schedule: Schedule;
  /** The oldest first, a day apart, the last one today. */
  let ids: string[];

  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0, role: 'api' });
    owner = await signIn(api);
  });
  afterAll(() => api.close());

  beforeEach(async () => {
    project = await insertProject(api.database);
    destination = await folder();
    schedule = await insertSchedule(api.database, {
      projectId: project.id,
      destinationIds: [destination.id],
      effectiveFrom: new Date(),
      retention: rule({ daily: 7 }),
    });
    ids = [];
    for (let n = 9; n >= 0; n -= 1) ids.push(await add(n, { scheduleId: schedule.id }));
  });

  async function folder(): Promise<{ id: string; name: string }> {
    const name = `Disk ${randomUUID()}`;
    const wanted = { name, type: 'local_mapped', config: { path: randomUUID() } };
    return (await owner.post<{ id: string; name: string }>('/storage/destinations', wanted)).body;
  }
  const rule = (change: Partial<typeof defaultRule>) => ({
    ...defaultRule,
    daily: 0,
    weekly: 0,
    monthly: 0,
    ...change,
  });
  const add = (ago: number, change: Parameters<typeof insertStored>[3] = {}): Promise<string> =>
    insertStored(api.database, { project, destination }, new Date(Date.now() - ago * day - 60_000), change);
  const prune = (): Promise<void> => api.app.get(Prune).turn(new AbortController().signal);
  const pending = async (): Promise<string[]> => {
    const rows = await api.database.read.findBy(BackupCopy, { backupId: In(ids), status: 'delete_pending' });
    return ids.filter((id) => rows.some(({ backupId }) => backupId === id));
  };
  const preview = async (change: object = {}): Promise<RetentionPreviewDto> => {
    const draft = { scheduleId: schedule.id, rule: rule({ daily: 4 }), timeZone: 'UTC', cron: '30 2 * * *', ...change };
    const { status, body } = await owner.post<RetentionPreviewDto>('/retention/preview', draft);
    expect([status, body]).toEqual([200, expect.anything()]);
    return body;
  };
  const patch = (change: object) => owner.patch(`/schedules/${schedule.id}`, { version: schedule.version, ...change });

  it('H27 names the range of each number of a rule', async () => {
    const wrong = { ...rule({ daily: 7 }), keepLast: -1, keepDays: 1e9, hourly: '3', minKeep: 0 };
    const reply = await owner.post('/retention/preview', { rule: wrong, timeZone: 'UTC', cron: '0 2 * * *' });
    expect(reply).toMatchObject({ status: 400, body: { code: 'INVALID_INPUT' } });
    expect(JSON.stringify(reply.body)).toContain('\\"rule.keepDays\\" must be a whole number from 0 to 36525.');
    for (const change of [{ timeZone: 'Mars/Olympus' }, { cron: '* * *' }]) {
      const bad = { rule: rule({ daily: 7 }), timeZone: 'UTC', cron: '0 2 * * *', ...change };
      expect((await owner.post('/retention/preview', bad)).status).toBe(400);
    }
  });

  it('P-RET-9 shows what a schedule keeps: each copy with its reasons and its day, and what twelve months bring', async () => {
    const { body } = await owner.get<RetentionPreviewDto>(`/retention/preview?schedule=${schedule.id}`);
    expect(body).toMatchObject({ wouldDelete: 3, wouldDeleteBytes: 300, kept: 7, keptBytes: 700 });
    const [set] = body.sets;
    expect(set).toMatchObject({ kind: 'schedule', destinationName: destination.name, copies: 10, overBudget: false });
    expect(set!.dots.map(({ backupId }) => backupId)).toEqual(ids.toReversed());
    expect(set!.dots[0]!.reasons.map(({ text }) => text)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^newest of \d+ \w+ \d{4} \(daily 1 of 7\)$/)]),
    );
    // Nobody has agreed to the rule yet.
    expect(set!.dots.map(({ fate }) => fate)).toEqual([
      ...Array<string>(7).fill('kept'),
      ...Array<string>(3).fill('waits'),
    ]);
    expect(set!.dots[3]!.deletesAt).not.toBeNull();
    expect(set!.simulation!.points).toHaveLength(12);
    expect(set!.simulation!.dots).toHaveLength(7);
    expect(Date.parse(String(set!.simulation!.until))).toBeGreaterThan(Date.now() + 360 * day);
  });

  it('P-RET-9 of a schedule that is not stored yet too', async () => {
    const { sets, wouldDelete } = await preview({ scheduleId: undefined, rule: rule({ daily: 9 }) });
    expect(wouldDelete).toBe(0);
    expect(sets).toMatchObject([{ destinationId: null, copies: 0, dots: [] }]);
    expect(sets[0]!.simulation!.dots).toHaveLength(9);
    expect(sets[0]!.simulation!.dots[0]!.reasons.map(({ code }) => code)).toContain('daily');
  });

  it('P-RET-4 a changed rule deletes exactly what its preview listed', async () => {
    const { listId, wouldDelete } = await preview();
    expect(wouldDelete).toBe(6);
    const saved = await patch({ retention: rule({ daily: 4 }), approve: listId });
    expect(saved).toMatchObject({ status: 200, body: { version: schedule.version + 1 } });
    await prune();
    expect(await pending()).toEqual(ids.slice(0, 6));
  });

  it('P-RET-4 a rule that nobody has agreed to yet is agreed to when it is saved with its list', async () => {
    const { listId, wouldDelete } = await preview({ rule: rule({ daily: 7 }) });
    expect(wouldDelete).toBe(3);
    expect((await patch({ approve: listId })).status).toBe(200);
    await prune();
    expect(await pending()).toEqual(ids.slice(0, 3));
  });

  it('P-RET-4 a list that is not the one of now saves nothing', async () => {
    const { listId } = await preview();
    // One of them is gone by now.
    await api.database.write((manager) => manager.update(BackupCopy, { id: ids[0]! }, { status: 'missing' }));
    const saved = await patch({ retention: rule({ daily: 4 }), approve: listId });
    const now = await preview();
    expect(saved).toMatchObject({ status: 409, body: { code: 'RETENTION_LIST_CHANGED', listId: now.listId } });
    expect(await api.database.read.findOneByOrFail(Schedule, { id: schedule.id })).toMatchObject({
      version: schedule.version,
      retention: { daily: 7 },
    });
    await prune();
    expect(await pending()).toEqual([]);
  });

  it('P-RET-4 without the list it waits for an owner, who approves it as it was seen', async () => {
    await patch({ retention: rule({ daily: 4 }) });
    await prune();
    const { body: page } = await owner.get<ApprovalPageDto>('/retention/approvals?state=waiting');
    const list = page.items.find(({ scheduleId }) => scheduleId === schedule.id)!;
    expect(list).toMatchObject({ cause: 'rule', count: 6, projectName: project.name, scheduleName: schedule.name });
    const { body: whole } = await owner.get<ApprovalDto>(`/retention/approvals/${list.id}`);
    expect(whole.copies.map(({ backupId }) => backupId)).toEqual(ids.slice(0, 6));
    const path = `/retention/approvals/${list.id}/approve`;
    const operator = await signIn(api, { role: 'operator' });
    expect((await operator.post(path, { listId: list.listId })).status).toBe(403);
    expect(await owner.post(path, { listId: 'a'.repeat(64) })).toMatchObject({ status: 409 });
    expect((await owner.post(path, { listId: 'all' })).status).toBe(400);
    expect((await owner.get('/retention/approvals/3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10')).status).toBe(404);
    expect(await owner.post(path, { listId: list.listId })).toMatchObject({ status: 200, body: { state: 'approved' } });
    await prune();
    expect(await pending()).toEqual(ids.slice(0, 6));
    expect(await owner.post(path, { listId: list.listId })).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_DECIDED', state: 'used' },
    });
  });

  it('P-RET-9 the page of a backup says why each copy is kept, when it goes, and which list has it', async () => {
    await prune();
    const of = async (id: string) => (await owner.get<BackupDto>(`/backups/${id}`)).body.retention;
    expect(await of(ids[4]!)).toMatchObject([
      { copyId: ids[4], keptBecause: [expect.stringContaining('(daily 6 of 7)')], approvalId: null },
    ]);
    expect((await of(ids[4]!))[0]!.deletesAt).not.toBeNull();
    expect(await of(ids[0]!)).toMatchObject([
      { keptBecause: [], deletesAt: null, approvalId: expect.any(String) as string },
    ]);
  });

  it('P-RET-10 what people ask for is kept until a rule says otherwise', async () => {
    ids = [];
    for (let n = 5; n >= 0; n -= 1) ids.push(await add(n, { trigger: 'manual', scheduleId: null }));
    const path = `/retention/projects/${project.id}`;
    const { body: before } = await owner.get<ManualRuleListDto>(path);
    expect(before.items).toMatchObject([{ destinationId: null, rule: null, version: 0 }]);
    await prune();
    expect(await pending()).toEqual([]);
    const wanted = { rule: rule({ keepLast: 3 }), timeZone: 'Europe/Berlin' };
    const { body: shown } = await owner.post<RetentionPreviewDto>('/retention/preview/manual', {
      projectId: project.id,
      ...wanted,
    });
    expect(shown).toMatchObject({ wouldDelete: 3, sets: [{ kind: 'manual', simulation: null }] });
    const saved = await owner.put<ManualRuleDto>(path, { ...wanted, version: 0, approve: shown.listId });
    expect(saved).toMatchObject({ status: 200, body: { ...wanted, version: 1 } });
    expect(await owner.put(path, { ...wanted, version: 0 })).toMatchObject({
      status: 409,
      body: { code: 'STALE_VERSION' },
    });
    await prune();
    expect(await pending()).toEqual(ids.slice(0, 3));
  });

  it('P-RET-10 what was imported is never deleted until somebody assigns it, and then only with approval', async () => {
    const imported = [
      await add(20, { trigger: 'import', scheduleId: null }),
      await add(21, { trigger: 'import', scheduleId: null }),
    ];
    const { body } = await owner.get<BackupDto>(`/backups/${imported[0]}`);
    expect(body.retention).toMatchObject([{ keptBecause: [expect.stringContaining('not assigned')], deletesAt: null }]);
    const elsewhere = await insertSchedule(api.database, {
      projectId: (await insertProject(api.database)).id,
      effectiveFrom: new Date(),
    });
    const assign = (scheduleId: string) => owner.post('/retention/assign', { backupIds: imported, scheduleId });
    expect(await assign(elsewhere.id)).toMatchObject({ status: 409, body: { code: 'RETENTION_SET_WRONG' } });
    const { listId } = await preview({ rule: rule({ daily: 10 }) });
    await patch({ retention: rule({ daily: 10 }), approve: listId });
    expect(await assign(schedule.id)).toMatchObject({ status: 200, body: { assigned: 2 } });
    await prune();
    ids = [...ids, ...imported];
    expect(await pending()).toEqual([]);
    const { body: page } = await owner.get<ApprovalPageDto>('/retention/approvals?state=waiting');
    expect(page.items.find(({ scheduleId }) => scheduleId === schedule.id)).toMatchObject({ cause: 'rule', count: 2 });
  });
});
