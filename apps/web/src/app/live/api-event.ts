/** What the stream tells. `data` is what the REST reply of that thing would be, or a part of it. */
export interface ApiEvent {
  readonly type:
    | 'backup.status'
    | 'backup.progress'
    | 'backup.log'
    | 'copy.progress'
    | 'destination.changed'
    | 'project.changed'
    | 'schedule.changed'
    | 'channel.changed'
    | 'download.status';
  /** Of the backup, destination, project, schedule, channel or link. */
  readonly id: string;
  readonly data: unknown;
}

export const eventTypes = [
  'backup.status',
  'backup.progress',
  'copy.progress',
  'backup.log',
  'destination.changed',
  'project.changed',
  'schedule.changed',
  'channel.changed',
  'download.status',
] as const satisfies readonly ApiEvent['type'][];
