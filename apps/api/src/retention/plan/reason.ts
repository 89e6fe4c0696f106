export const reasonCodes = [
  'min_keep',
  'newest_checked',
  'newest_good',
  'locked',
  'leased',
  'object_locked',
  'future',
  'last_copy',
  'unread',
  'keep_last',
  'keep_days',
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
  'no_newer_good',
  'not_good_recent',
  'keep_all',
  'unassigned',
  'no_schedule',
  'refused',
  'no_delete',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** Why a copy is kept. */
export interface Reason {
  readonly code: ReasonCode;
  /** Nothing overrides it, no budget either. */
  readonly hard: boolean;
  /** For people: `newest of week 47 (weekly 2 of 4)`. */
  readonly text: string;
  /** When it ends by itself, milliseconds since 1970; null: it doesn't, or what comes decides. */
  readonly until: number | null;
}

export const hard = (code: ReasonCode, text: string, until: number | null = null): Reason => ({
  code,
  text,
  until,
  hard: true,
});

export const soft = (code: ReasonCode, text: string, until: number | null = null): Reason => ({
  code,
  text,
  until,
  hard: false,
});
