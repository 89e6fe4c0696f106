import type { HttpLimits } from '../../http/http-types';

/** Tests shorten all of it. */
export interface DriveTiming {
  /** The smallest chunk, which is kept in memory until Google has it, bytes: a multiple of 256 KiB. */
  readonly chunkBytes: number;
  /** Before the second attempt, the third …, milliseconds: "exponential backoff" of …/drive/api/guides/limits. */
  readonly delays: readonly number[];
  /** Between looks at another upload to the same key, milliseconds. */
  readonly rivalDelays: readonly number[];
  readonly limits: Partial<HttpLimits>;
}

export const defaultTiming: DriveTiming = {
  chunkBytes: 8 * 1024 * 1024,
  delays: [1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
  rivalDelays: [100, 200, 400, 800, 1_600, 3_200, 6_400],
  limits: {},
};
