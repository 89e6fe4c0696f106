import { Injectable } from '@nestjs/common';

@Injectable()
export class SelfBackupRunner {
  turn(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    return Promise.resolve();
  }
}
