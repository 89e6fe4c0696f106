import type { RunLogLineDto } from '../../api/models/run-log-line-dto';
import { stageTexts } from '../../backups/run/log/stage-of-line';

const line = (second: number, code: string, text: string, level: RunLogLineDto['level'] = 'info'): RunLogLineDto => ({
  at: new Date(Date.UTC(2026, 10, 24, 7, 30, second)).toISOString(),
  level,
  code,
  text,
});

/** Of a run whose database ended the connection. */
export const logLines: readonly RunLogLineDto[] = [
  line(0, 'BEGUN', 'Attempt 1 begins.'),
  line(0, 'STAGE', stageTexts.connect),
  line(1, 'STAGE', stageTexts.snapshot),
  line(2, 'STAGE', stageTexts.roles),
  line(3, 'NOT_PERMITTED', 'The role may not read cron.job: 6 jobs are not saved.', 'warning'),
  line(3, 'STAGE', stageTexts.schema),
  line(4, 'STAGE', stageTexts.data),
  line(35, 'CONNECTION_LOST', 'The database ended the connection.', 'error'),
];
