import { Injectable } from '@nestjs/common';

@Injectable()
export class ImportRunner {
  turn(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    return Promise.resolve();
  }
}
