import type { BackupDto } from '../../../api/models/backup-dto';
import type { LogLevel } from '../../../api/models/log-level';
import type { RunLogLineDto } from '../../../api/models/run-log-line-dto';
import { aBackup, aProfile, aProgress } from '../../testing/backups';
import { filterLog, logText } from './log-filter';
import { groupLog } from './log-groups';
import { join } from './log-lines';
import { stageTexts } from './stage-of-line';

let second = 0;
const line = (code: string, text: string, level: LogLevel = 'info'): RunLogLineDto => ({
  at: new Date(Date.UTC(2026, 10, 24, 7, 30, (second += 1))).toISOString(),
  level,
  code,
  text,
});
const begun = (attempt: number): RunLogLineDto => line('BEGUN', `The backup begins (attempt ${attempt}).`);
const stage = (name: keyof typeof stageTexts): RunLogLineDto => line('STAGE', stageTexts[name]);
const running: BackupDto = aBackup({ status: 'running', shownStatus: 'running', profile: null });
const failed: BackupDto = aBackup({
  status: 'failed',
  shownStatus: 'failed',
  profile: aProfile({ stages: aProfile().stages.slice(0, 5), tablesDone: 40 }),
});
const shown = (...given: Parameters<typeof groupLog>) =>
  groupLog(...given).map(({ title, state, lines }) => `${title} ${state} ${lines.length}`);

describe('P-WEB-160 the log of a run', () => {
  it('has each line in its stage, those about a destination under Store, and stages that are still to come', () => {
    const lines = [begun(1), line('NOT_ENCRYPTED', 'Not encrypted.', 'warning'), stage('connect'), stage('snapshot')];
    const copy = line('STORAGE_FULL', 'The copy to Nextcloud failed: it is full.', 'error');
    expect(shown([...lines, stage('data'), copy], running, aProgress())).toEqual([
      'Connect done 3',
      'Snapshot done 1',
      'Roles done 0',
      'Schema done 0',
      'Rows running 1',
      'After the rows waiting 0',
      'Store failed 1',
    ]);
  });

  it('marks where it failed, and what was not begun then', () => {
    const lines = [begun(1), stage('connect'), stage('snapshot'), stage('roles'), stage('schema'), stage('data')];
    expect(shown([...lines, line('DUMP_CONNECTION_LOST', 'The backup failed: …', 'error')], failed, null)).toEqual([
      'Connect done 2',
      'Snapshot done 1',
      'Roles done 1',
      'Schema done 1',
      'Rows failed 2',
      'After the rows stopped 0',
      'Store stopped 0',
    ]);
  });

  it('calls nothing failed in a run that was cancelled, and everything fine in one that went through', () => {
    const lines = [begun(1), stage('connect'), stage('snapshot')];
    const cancelled = aBackup({ status: 'cancelled', shownStatus: 'cancelled', profile: null });
    expect(shown(lines, cancelled, null).join()).toMatch(/^Connect done 2,Snapshot stopped 1,(\w| )+ stopped 0/);
    expect(
      shown([...lines, line('DONE', 'The backup is complete.')], aBackup(), null).every((one) => one.includes('done')),
    ).toBe(true);
  });

  it('folds each earlier attempt into one group, with what it failed of', () => {
    const lines = [begun(1), stage('connect'), line('DB_UNREACHABLE', 'The backup failed: gone.', 'error'), begun(2)];
    const groups = groupLog(lines, running, aProgress({ stage: 'connect', attempt: 2 }));
    expect(groups[0]).toMatchObject({ title: 'Attempt 1', state: 'failed', summary: 'The backup failed: gone.' });
    expect(groups[1]).toMatchObject({ title: 'Connect', state: 'running' });
    expect(groups[1]?.lines).toHaveLength(1);
  });

  it('is empty before the run has begun', () => {
    expect(groupLog([], aBackup({ status: 'queued', shownStatus: 'queued', profile: null }), null)).toEqual([]);
  });

  it('sums each stage up: what is read now, what was read, what went wrong, how long it took', () => {
    const rows = (...given: Parameters<typeof groupLog>) => groupLog(...given).find(({ id }) => id === 'data');
    expect(rows([], running, aProgress())).toMatchObject({ summary: 'public.orders, table 4 of 58', seconds: 10 });
    expect(rows([], aBackup(), null)).toMatchObject({ summary: '58 tables, 41,209,876 rows', seconds: 17 });
    expect(rows([], failed, null)?.summary).toBe('40 of 58 tables, 41,209,876 rows');
    expect(rows([line('X', 'bad', 'error')], { ...failed, profile: null }, null)).toMatchObject({
      summary: 'not begun',
    });
  });

  it('is filtered by level and words, over every stage, and leaves out stages without a match', () => {
    const lines = [
      begun(1),
      line('LIMIT', 'A long value in public.notes.', 'warning'),
      stage('snapshot'),
      stage('data'),
    ];
    const groups = groupLog(lines, running, aProgress());
    const found = (level: LogLevel | null, search: string) =>
      filterLog(groups, { level, search }).map(({ id, lines: { length } }) => `${id} ${length}`);
    expect(found('warning', '')).toEqual(['connect 1']);
    expect(found(null, ' SAVING ')).toEqual(['data 1']);
    expect(found('warning', 'saving')).toEqual([]);
    expect(found(null, '')).toHaveLength(7);
  });

  it('is one line each as a file', () => {
    expect(logText([{ at: '2026-11-24T07:30:00.000Z', level: 'warning', code: 'X', text: 'Say.' }])).toBe(
      '2026-11-24T07:30:00.000Z WARNING X Say.\n',
    );
  });

  it('has no line twice that was told while the stored ones were read', () => {
    const [one, two, three] = [line('A', 'a'), line('B', 'b'), line('C', 'c')];
    expect(join([one, two], [two, three])).toEqual([one, two, three]);
  });
});
