import type { TestApi } from '../../testing/start-test-api';
import { Clock } from '../clock';

/** The clock of a running service, in the hand of a test: it stands still until it is moved. */
export interface MovableClock {
  now(): Date;
  /** Seconds. */
  forward(seconds: number): void;
}

export function movableClock(api: TestApi): MovableClock {
  let now = new Date();
  api.app.get(Clock).now = () => now;
  return {
    now: () => now,
    forward: (seconds) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
  };
}
