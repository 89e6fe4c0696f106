import { jest } from '@jest/globals';
import { RequestEnd } from './request-end';

const limits = { connectMs: 1, stallMs: 1, deadlineMs: 1, slowestBytesPerSecond: 1 };

describe('the end of a request', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([true, false])(
    'leaves no timer that keeps the process alive, also when its body goes on (known length: %s)',
    (known) => {
      async function* endless(): AsyncGenerator<Buffer> {
        yield await Promise.resolve(Buffer.alloc(1));
      }
      const request = { method: 'PUT', url: new URL('http://localhost'), expect: 'nothing' as const };
      const body = known ? Buffer.alloc(1) : endless();
      const end = new RequestEnd({ ...request, body }, limits);
      end.bodyOffered();
      expect(jest.getTimerCount()).toBeGreaterThan(0);
      end.settle();
      end.bodyOffered();
      end.bodySent();
      expect(jest.getTimerCount()).toBe(0);
    },
  );
});
