import { Injectable } from '@nestjs/common';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { FactsOfProjects, momentOf, type ProjectFacts } from '../../dashboard/project-facts';
import { Database } from '../../database/database';
import { Destination } from '../../storage/destination.entity';
import type { Occurrence, OccurrenceKind } from '../occurrence';
import { Channel } from '../records/channel.entity';
import { destinationConditions } from './destination-conditions';
import { Episodes, type Condition } from './episodes';
import { overdueOf } from './overdue';
import { readThresholds } from './thresholds';

/**
 * Looks by itself for what no run tells of: that there was none, and that a destination needs somebody. Told once when it begins, and once
 * when it is over.
 */
@Injectable()
export class Watchdog {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly projects: FactsOfProjects,
    private readonly episodes: Episodes,
  ) {}

  async look(): Promise<void> {
    // Nobody would be told; whoever is there later is told of what goes on then.
    if (!(await this.database.read.existsBy(Channel, { enabled: true }))) return;
    const now = await this.clock.now(this.database.read);
    const { graceHours, freePercent } = await readThresholds(this.database.read);
    const projects = await this.projects.all(now);
    const destinations = await this.database.read.find(Destination, { order: { id: 'ASC' }, take: 500 });
    const conditions: Condition[] = projects
      .map((project) => overdueOf(project, now, graceHours))
      .filter((condition) => condition !== null);
    for (const destination of destinations)
      conditions.push(...(await destinationConditions(this.database.read, destination, freePercent)));
    await this.episodes.settle(conditions, (kind, about, begun) =>
      recoveryOf(kind, about, begun, projects, destinations),
    );
  }
}

/** What is over because it is no longer watched (switched off, deleted) has not recovered. */
function recoveryOf(
  kind: OccurrenceKind,
  about: string,
  begun: Date,
  projects: readonly ProjectFacts[],
  destinations: readonly Destination[],
): Omit<Occurrence, 'key'> | null {
  if (kind === 'backup.overdue') {
    const good = projects.find(({ id }) => id === about)?.lastGood ?? null;
    const isNew = good !== null && (good.backup.finishedAt ?? momentOf(good)) > begun;
    return isNew ? { kind: 'backup.recovered', projectId: about, backupId: good.backup.id } : null;
  }
  const destination = destinations.find(({ id }) => id === about);
  const isWatched = destination !== undefined && destination.enabled && !destination.closing;
  return isWatched ? { kind: 'destination.recovered', destinationId: about } : null;
}
