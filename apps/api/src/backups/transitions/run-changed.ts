import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** Ids of backups whose row or copies have changed, after the transaction. The queue wakes up by it, and the browser is told. */
@Injectable()
export class RunChanged {
  readonly ids = new Subject<string>();
}
