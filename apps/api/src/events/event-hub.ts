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
    | 'download.status';
  /** Of the backup, destination, project, schedule or link. */
  readonly id: string;
  readonly data: object;
}

/** In this process only; what is missed is fetched again. */
@Injectable()
export class EventHub {
  private readonly subject = new Subject<ApiEvent>();

  get events(): Observable<ApiEvent> {
    return this.subject;
  }

  publish(event: ApiEvent): void {
    this.subject.next(event);
  }
}
