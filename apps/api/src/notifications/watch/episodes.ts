import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DatabaseClock } from '../../backups/transitions/database-clock';
import { Database } from '../../database/database';
import { noteOccurrence, type Occurrence, type OccurrenceKind } from '../occurrence';
import { Mark } from './mark.entity';

/** Something that is so now. */
export interface Condition extends Omit<Occurrence, 'key'> {
  readonly kind: OccurrenceKind;
  /** Id of what it is about: with the kind, the same thing. */
  readonly about: string;
}

/** What is to be told when it is over; null: nothing. */
export type Recovery = (kind: OccurrenceKind, about: string, begun: Date) => Omit<Occurrence, 'key'> | null;

/** Tells of what goes on for a while when it begins and when it is over: once each, however many processes look, and how often. */
@Injectable()
export class Episodes {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
  ) {}

  /** @param conditions all that are so now, of the kinds that are watched */
  async settle(conditions: readonly Condition[], recovery: Recovery): Promise<void> {
    const marks = await this.database.read.findBy(Mark, { goingOn: true });
    const begun = new Map(marks.map((mark) => [mark.id, mark]));
    for (const condition of conditions)
      if (!begun.delete(idOf(condition))) await this.write((manager, now) => begin(manager, condition, now));
    for (const mark of begun.values()) await this.write((manager, now) => end(manager, mark, recovery, now));
  }

  private write(work: (manager: EntityManager, now: Date) => Promise<void>): Promise<void> {
    return this.database.write(async (manager) => work(manager, await this.clock.now(manager)));
  }
}

const idOf = ({ kind, about }: Pick<Condition, 'kind' | 'about'>): string => `${kind}:${about}`;

async function begin(manager: EntityManager, condition: Condition, now: Date): Promise<void> {
  const id = idOf(condition);
  const fresh = { id, goingOn: false, episode: 0, changedAt: now };
  await manager.createQueryBuilder().insert().into(Mark).values(fresh).orIgnore().execute();
  if (!(await turn(manager, id, true, now))) return;
  const { episode } = await manager.findOneByOrFail(Mark, { id });
  await noteOccurrence(manager, { ...condition, key: `${id}:${episode}` }, now);
}

async function end(manager: EntityManager, mark: Mark, recovery: Recovery, now: Date): Promise<void> {
  if (!(await turn(manager, mark.id, false, now))) return;
  const [kind = '', about = ''] = mark.id.split(':');
  const told = recovery(kind as OccurrenceKind, about, mark.changedAt);
  if (told === null) return;
  const key = told.backupId === undefined ? `${told.kind}:${mark.id}:${mark.episode}` : `${told.kind}:${told.backupId}`;
  await noteOccurrence(manager, { ...told, key }, now);
}

/** False: another process was faster. */
async function turn(manager: EntityManager, id: string, goingOn: boolean, now: Date): Promise<boolean> {
  const { affected } = await manager
    .createQueryBuilder()
    .update(Mark)
    .set({ goingOn, changedAt: now, ...(goingOn ? { episode: () => 'episode + 1' } : {}) })
    .where('id = :id AND going_on = :before', { id, before: !goingOn })
    .execute();
  return affected === 1;
}
