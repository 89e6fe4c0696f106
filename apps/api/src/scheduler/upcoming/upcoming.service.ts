import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { localText, localTime } from '../cron/local-time';
import { Schedule } from '../schedule.entity';
import { slotsOf } from '../slots/slots';
import type { UpcomingDto } from './upcoming.dto';

const dayMs = 24 * 3_600_000;
const ahead = 14;
const mostSchedules = 500;
/** Of all schedules together: a page shows how full days are, and nobody counts thousands. */
const mostRuns = 20_000;

interface Question {
  /** IANA. */
  readonly zone: string;
  readonly projectId: string | undefined;
}

/** How many backups are due on each of the days to come, for a picture of them. */
@Injectable()
export class Upcoming {
  constructor(private readonly database: Database) {}

  async of({ zone, projectId }: Question, now: Date): Promise<UpcomingDto> {
    const schedules = await this.database.read.find(Schedule, {
      select: { id: true, cron: true, timeZone: true, blackout: true },
      where: { enabled: true, ...(projectId === undefined ? {} : { projectId }) },
      order: { createdAt: 'DESC', id: 'DESC' },
      take: mostSchedules + 1,
    });
    const dates = daysAhead(now, zone);
    const runs = new Map(dates.map((date) => [date, 0]));
    let counted = 0;
    for (const schedule of schedules.slice(0, mostSchedules)) {
      counted += count(schedule, now, { zone, runs, most: mostRuns - counted });
      // Others are answered in between.
      await nextTurn();
    }
    const complete = schedules.length <= mostSchedules && counted < mostRuns;
    return { days: dates.map((date) => ({ date, runs: runs.get(date) ?? 0 })), complete };
  }
}

/** Adds the runs of one to their days. @returns how many there were */
function count(
  schedule: Pick<Schedule, 'cron' | 'timeZone' | 'blackout'>,
  now: Date,
  { zone, runs, most }: { zone: string; runs: Map<string, number>; most: number },
): number {
  const slots = slotsOf(schedule);
  let found = 0;
  for (let slot = slots.next(now); slot !== null && found < most; slot = slots.next(slot.at)) {
    const date = dateIn(slot.at, zone);
    const before = runs.get(date);
    if (before === undefined) break;
    runs.set(date, before + 1);
    found += 1;
  }
  return found;
}

/** Today there, and the days after it. A day has 23 to 25 hours where clocks change: its noon is on it whatever they do. */
function daysAhead(now: Date, zone: string): string[] {
  const noon = new Date(`${dateIn(now, zone)}T12:00:00Z`).getTime();
  return Array.from({ length: ahead + 1 }, (_, n) => new Date(noon + n * dayMs).toISOString().slice(0, 10));
}

const dateIn = (at: Date, zone: string): string => localText(localTime(at, zone)).slice(0, 10);
