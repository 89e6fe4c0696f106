import { Injectable } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { Backup, liveStatuses } from '../backups/backup.entity';
import { ProgressHub } from '../backups/progress/progress-hub';
import { FactsOfProjects, momentOf, type ProjectFacts } from '../dashboard/project-facts';
import { protection } from '../dashboard/judge-project';
import { projectStates } from '../dashboard/protection';
import { Database } from '../database/database';
import { Destination } from '../storage/destination.entity';
import { gauge, type Measured } from './gauges';

/** What the records say now: of projects, of the queue, of destinations. Each part is read once a scrape. */
@Injectable()
export class RecordGauges {
  constructor(
    private readonly database: Database,
    private readonly facts: FactsOfProjects,
    private readonly progress: ProgressHub,
  ) {}

  register(registry: Registry): void {
    this.projects(registry);
    this.queue(registry);
    this.destinations(registry);
  }

  private projects(registry: Registry): void {
    const all = once(async () => this.facts.all(await this.database.now()));
    const ofProject = ({ id, name }: ProjectFacts): Record<string, string> => ({ project_id: id, project: name });
    gauge(
      registry,
      'stowbase_project_last_success_timestamp_seconds',
      'When the data of the newest good backup was as it is in it: complete, of everything, and still stored somewhere.',
      ['project_id', 'project'],
      async () =>
        (await all()).flatMap((project) => {
          const { lastGood } = project;
          return lastGood === null ? [] : [{ labels: ofProject(project), value: momentOf(lastGood).getTime() / 1_000 }];
        }),
    );
    gauge(
      registry,
      'stowbase_project_state',
      '1 for the state that the project is in, 0 for the others.',
      ['project_id', 'project', 'state'],
      async () => {
        const now = await this.database.now();
        return (await all()).flatMap((project) => {
          const is = protection(project, now).state;
          return projectStates.map((state) => ({
            labels: { ...ofProject(project), state },
            value: Number(state === is),
          }));
        });
      },
    );
  }

  private queue(registry: Registry): void {
    const live = once(() =>
      this.database.read
        .createQueryBuilder(Backup, 'b')
        .select(['b.id', 'b.status'])
        .where("b.status IN ('queued', 'running', 'committing') AND b.deletedAt IS NULL")
        .getMany(),
    );
    gauge(registry, 'stowbase_runs', 'Backups that wait or go on.', ['status'], async () => {
      const runs = await live();
      return liveStatuses.map((status) => ({
        labels: { status },
        value: runs.filter((run) => run.status === status).length,
      }));
    });
    gauge(
      registry,
      'stowbase_runs_raw_bytes_per_second',
      'SQL bytes a second of all backups that go on in this process, lately.',
      [],
      async () => {
        const rates = (await live()).map(({ id }) => this.progress.now(id)?.bytesPerSecond ?? 0);
        return [{ value: rates.reduce((sum, rate) => sum + rate, 0) }];
      },
    );
  }

  private destinations(registry: Registry): void {
    const all = once(() => this.database.read.find(Destination));
    const of = (value: (destination: Destination) => number | null) => async (): Promise<Measured[]> =>
      (await all()).flatMap((destination) => {
        const { id, name, type } = destination;
        const measured = value(destination);
        return measured === null ? [] : [{ labels: { destination_id: id, destination: name, type }, value: measured }];
      });
    const labels = ['destination_id', 'destination', 'type'];
    gauge(
      registry,
      'stowbase_destination_free_bytes',
      'Free at the last test; not there: the store does not say.',
      labels,
      of(({ freeBytes }) => freeBytes),
    );
    gauge(
      registry,
      'stowbase_destination_stored_bytes',
      'Bytes of the copies there.',
      labels,
      of((one) => one.totalSize),
    );
    gauge(
      registry,
      'stowbase_destination_copies',
      'Copies there.',
      labels,
      of((one) => one.totalBackups),
    );
    gauge(
      registry,
      'stowbase_destination_valid',
      '1: its last test passed. 0: it failed, or there was none.',
      labels,
      of(({ validationStatus }) => Number(validationStatus === 'valid')),
    );
  }
}

/** Gauges of one scrape are read at the same moment, so they share what is read. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () =>
    (reading ??= read().finally(() => {
      reading = null;
    }));
}
