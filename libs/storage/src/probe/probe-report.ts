export type CheckStatus = 'passed' | 'failed' | 'skipped' | 'warning';

/** In the order in which they are made. */
export const probeCheckTitles = {
  reach: 'The storage answers',
  tls: 'The connection is encrypted',
  'sign-in': 'The credentials are accepted',
  write: 'Writes 1 MiB',
  read: 'Reads it back',
  range: 'Reads a part of it',
  list: 'Lists it',
  abort: 'An upload that is stopped leaves nothing',
  conditions: 'Nothing is overwritten',
  delete: 'Deletes it again',
  gone: 'Deleted is gone',
  space: 'Free space',
  clock: 'The clocks agree',
} as const;

export type ProbeCheckId = keyof typeof probeCheckTitles;

/** `detail` is one sentence; `permission` is what the store has to allow for it, in the provider's words. */
export interface ProbeCheck {
  readonly id: ProbeCheckId;
  readonly title: string;
  readonly status: CheckStatus;
  readonly detail: string;
  readonly nextStep?: string;
  readonly permission?: string;
  /** Of what failed, for programs. */
  readonly code?: string;
  /** Milliseconds it took; none when it wasn't tried. */
  readonly ms?: number;
}

/** What the probe saw work, kept as the destination's capabilities. */
export interface ProvenAbilities {
  /** Of two uploads to one key at the same time one was refused. */
  readonly conditions: boolean;
  /** A delete keeps the bytes as an older version. */
  readonly versions: boolean;
  readonly ranges: boolean;
  readonly canDelete: boolean;
}

export interface ProbeReport {
  /** No check failed; warnings don't count. */
  readonly ok: boolean;
  readonly checks: readonly ProbeCheck[];
  readonly proven: ProvenAbilities;
  /** Bytes; null where the store doesn't say. */
  readonly availableSpace: number | null;
  /** Keys that the probe wrote and couldn't delete again. */
  readonly leftovers: readonly string[];
}
