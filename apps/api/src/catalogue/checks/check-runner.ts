import { Injectable } from '@nestjs/common';

@Injectable()
export class CheckRunner {
  turn(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    return Promise.resolve();
  }
}
