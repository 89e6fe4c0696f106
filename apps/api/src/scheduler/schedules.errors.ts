import { defineErrors, failWith } from '../errors/api-error';

export const scheduleErrors = defineErrors({
  SCHEDULE_NOT_FOUND: { status: 404, title: 'Schedule not found', when: 'No schedule has this id, or it was deleted.' },
  CRON_INVALID: {
    status: 400,
    title: 'Rule not right',
    when: 'The rule of a schedule is not five fields that are understood; `part` names the field that is wrong.',
  },
  SCHEDULE_NEVER_RUNS: {
    status: 400,
    title: 'It never runs',
    when: 'No day is as the rule of a schedule says, or blackout windows leave no time for it.',
  },
  SCHEDULE_TOO_OFTEN: {
    status: 400,
    title: 'Too often',
    when: 'Two times of a schedule lie closer together than MIN_SCHEDULE_MINUTES allows.',
  },
  JITTER_TOO_LONG: {
    status: 400,
    title: 'Jitter too long',
    when: 'The jitter of a schedule is not shorter than the time between two of its backups.',
  },
  TIME_ZONE_UNKNOWN: {
    status: 400,
    title: 'Time zone not known',
    when: 'A time zone is not a name of the IANA list, written as it is there.',
  },
  SCHEDULE_OVER_QUOTA: {
    status: 409,
    title: 'More than the plan includes',
    when: 'The backups of a project would read more in a month than its plan includes, and `acceptCost` is not true; `cost` has the estimate.',
  },
});

export const fail = failWith(scheduleErrors);
