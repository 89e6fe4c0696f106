/** After how many failures in a row attempts have to wait, and for how long at most. */
export interface DelayRule {
  readonly free: number;
  /** Milliseconds. */
  readonly longest: number;
}

const second = 1_000;
const minute = 60 * second;

/** Delays double from one second and end by themselves: nobody is locked out for good. */
export const delayRules = {
  /** One account from one address. */
  'account and address': { free: 10, longest: 15 * minute },
  /** One account from wherever: high and short, as it also keeps its owner waiting on a new device. */
  account: { free: 50, longest: 10 * second },
  /** All accounts from one address. */
  address: { free: 20, longest: 15 * minute },
  /** One account from a browser that once signed in to it; in place of the others. */
  device: { free: 10, longest: 15 * minute },
} as const satisfies Readonly<Record<string, DelayRule>>;

export type DelayKind = keyof typeof delayRules;

/** Failures are forgotten when none came for so long after the last wait. */
export const memory = 60 * minute;

/** Milliseconds to wait after so many failures; 0: none. */
export function delayAfter(failures: number, { free, longest }: DelayRule): number {
  const over = failures - free;
  return over < 0 ? 0 : Math.min(second * 2 ** Math.min(over, 30), longest);
}
