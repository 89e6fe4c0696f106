import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';

/** What the browser is told. `data` is what the REST reply of that thing would be, or a part of it. */
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
  readonly data: object;
}

/** What other processes have to know, and no browser. */
export interface Signal {
  readonly name: 'download.revoked';
  /** Of the link. */
  readonly id: string;
}

/** What happens in this process, and in the others as far as `EventRelay` hears of it. What is missed is fetched again. */
@Injectable()
export class EventHub {
  private readonly all = new Subject<ApiEvent>();
  private readonly ours = new Subject<ApiEvent>();
  private readonly theirs = new Subject<ApiEvent>();
  private readonly missed = new Subject<void>();
  /** To the others. */
  readonly signalled = new Subject<Signal>();
  /** From the others. */
  readonly signals = new Subject<Signal>();

  /** Of all processes. */
  get events(): Observable<ApiEvent> {
    return this.all;
  }

  /** Of this process: each is one of exactly one process. */
  get own(): Observable<ApiEvent> {
    return this.ours;
  }

  /** Of the other processes. */
  get others(): Observable<ApiEvent> {
    return this.theirs;
  }

  /** Something of the others may not have been heard. */
  get gaps(): Observable<void> {
    return this.missed;
  }

  publish(event: ApiEvent): void {
    this.ours.next(event);
    this.all.next(event);
  }

  hear(event: ApiEvent): void {
    this.theirs.next(event);
    this.all.next(event);
  }

  miss(): void {
    this.missed.next();
  }
}
