import { Injectable } from '@nestjs/common';
import type { BackupProgressDto } from '../backups/progress/progress.dto';
import { ProgressHub } from '../backups/progress/progress-hub';
import { shownStatus } from '../backups/records/shown-status';
import { Database } from '../database/database';
import { EventStreams } from '../events/event-streams';
import { Destination } from '../storage/destination.entity';
import type {
  DashboardDestinationDto,
  DashboardDto,
  DashboardProjectDto,
  LastGoodDto,
  LiveRunDto,
  SummaryDto,
} from './dashboard.dto';
import { lastDays, type Day } from './days';
import { destinationState } from './destination-state';
import { dayOf, DestinationDays } from './growth/destination-days';
import { fullInDays, type DayOfBytes } from './growth/full-in-days';
import { History, type DayOfRuns, type DayOfSizes } from './history';
import { protection } from './judge-project';
import { Notices } from './notices/notices';
import { FactsOfProjects, momentOf, type ProjectFacts } from './project-facts';
import type { Protection } from './protection';
import { stripOf } from './strip';
import { badFirst, verdictOf } from './verdict';

/** Days of sizes, and of these the last ones that the strip shows. */
const sizeDays = 90;
const stripDays = 30;

/** How all projects are, in a handful of statements however many there are. */
@Injectable()
export class Dashboard {
  constructor(
    private readonly database: Database,
    private readonly facts: FactsOfProjects,
    private readonly history: History,
    private readonly days: DestinationDays,
    private readonly notices: Notices,
    private readonly progress: ProgressHub,
    private readonly streams: EventStreams,
  ) {}

  /** @param at the database's time */
  async whole(timeZone: string, at: Date): Promise<DashboardDto> {
    // First: what changes while the rest is read comes by the stream again.
    const latestEvent = this.streams.log.latestId;
    const days = lastDays(sizeDays, timeZone, at);
    const strip = days.slice(-stripDays);
    const judged = await this.judged(at);
    const destinations = await this.database.read.find(Destination, { order: { name: 'ASC' } });
    const types = new Map(destinations.map(({ id, type }) => [id, type]));
    const firsts = await this.days.firsts(at);
    const notices = await this.notices.all();
    const runs = await this.history.runs(strip);
    const sizes = await this.history.sizes(days);
    const projects = judged.map(({ facts, protection }): DashboardProjectDto => {
      const ofDays = sizes.get(facts.id) ?? new Map<number, DayOfSizes>();
      return {
        id: facts.id,
        name: facts.name,
        state: protection.state,
        reasons: [...protection.reasons],
        lastGood: lastGoodOf(facts, types),
        nextRunAt: nextRunOf(facts),
        live: this.liveOf(facts),
        strip: stripOf(strip, facts.createdAt, runs.get(facts.id) ?? new Map<number, DayOfRuns>()),
        sizes: days.map((_, n) => ofDays.get(n)?.storedBytes ?? null),
        seconds: days.map((_, n) => ofDays.get(n)?.seconds ?? null),
      };
    });
    return {
      at,
      latestEvent,
      timeZone,
      days: days.map(({ date }: Day) => date),
      verdict: verdict(judged),
      projects: projects.sort(badFirst),
      destinations: destinations.map((one) => toDestination(one, judged, firsts.get(one.id), at)),
      notices,
    };
  }

  /** @param at the database's time */
  async summary(at: Date): Promise<SummaryDto> {
    const latestEvent = this.streams.log.latestId;
    const judged = await this.judged(at);
    const live = judged.map(({ facts }) => this.liveOf(facts)).filter((one) => one !== null);
    return { at, latestEvent, verdict: verdict(judged), live };
  }

  private async judged(now: Date): Promise<Judged[]> {
    const all = await this.facts.all(now);
    return all.map((facts) => ({ facts, protection: protection(facts, now) }));
  }

  private liveOf({ live }: ProjectFacts): LiveRunDto | null {
    if (live === null) return null;
    const { id, projectId, projectName, createdAt, startedAt, progress } = live.backup;
    return {
      backupId: id,
      projectId,
      projectName,
      shownStatus: shownStatus(live.backup, live.copies),
      createdAt,
      startedAt,
      progress: (this.progress.now(id) ?? progress) as BackupProgressDto | null,
    };
  }
}

interface Judged {
  readonly facts: ProjectFacts;
  readonly protection: Protection;
}

const verdict = (judged: readonly Judged[]): ReturnType<typeof verdictOf> =>
  verdictOf(
    judged.map(({ facts, protection: { state } }) => ({
      state,
      lastGoodAt: facts.lastGood === null ? null : momentOf(facts.lastGood),
      nextRunAt: nextRunOf(facts),
    })),
  );

function nextRunOf({ schedules }: ProjectFacts): Date | null {
  const due = schedules.flatMap(({ enabled, dueAt }) => (enabled && dueAt !== null ? [dueAt.getTime()] : []));
  return due.length === 0 ? null : new Date(Math.min(...due));
}

function lastGoodOf({ lastGood }: ProjectFacts, types: ReadonlyMap<string, string>): LastGoodDto | null {
  if (lastGood === null) return null;
  const { backup, copies } = lastGood;
  const { startedAt, finishedAt, rawBytes, storedBytes, verifiedLevel, verifiedAt } = backup;
  return {
    backupId: backup.id,
    at: momentOf(lastGood),
    shownStatus: shownStatus(backup, copies),
    seconds: startedAt && finishedAt && Math.round((finishedAt.getTime() - startedAt.getTime()) / 1_000),
    rawBytes,
    storedBytes,
    verifiedLevel,
    verifiedAt,
    copies: copies.map(({ destinationId, destinationName: name, status }) => ({
      destinationId,
      name,
      type: destinationId === null ? null : (types.get(destinationId) ?? null),
      status,
    })),
  };
}

function toDestination(
  destination: Destination,
  judged: readonly Judged[],
  first: DayOfBytes | undefined,
  at: Date,
): DashboardDestinationDto {
  const { id, name, type, problem, validationError, totalBackups, totalSize, freeBytes, lastValidated } = destination;
  const going = judged.flatMap(({ facts: { lastGood } }) =>
    lastGood?.copies.some(({ destinationId }) => destinationId === id) === true
      ? [lastGood.backup.storedBytes ?? 0]
      : [],
  );
  return {
    id,
    name,
    type,
    state: destinationState(destination, Math.max(0, ...going)),
    problem: problem?.text ?? validationError,
    problemCode: problem?.code ?? null,
    totalBackups,
    totalSize,
    availableSpace: freeBytes,
    lastTested: lastValidated,
    fullInDays: fullInDays(first, { day: dayOf(at), storedBytes: totalSize }, freeBytes),
  };
}
