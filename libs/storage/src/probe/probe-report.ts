export type CheckStatus = 'passed' | 'failed' | 'skipped' | 'warning';

export type ProbeCheckId =
  | 'reach'
  | 'tls'
  | 'sign-in'
  | 'write'
  | 'read'
  | 'range'
  | 'list'
  | 'abort'
  | 'conditions'
  | 'delete'
  | 'gone'
  | 'space'
  | 'clock';

/** `detail` is one sentence; `permission` is what the store has to allow for it, in the provider's words. */
export interface ProbeCheck {
  readonly id: ProbeCheckId;
  readonly title: string;
  readonly status: CheckStatus;
  readonly detail: string;
  readonly nextStep?: string;
  readonly permission?: string;
}

/** What the probe saw work, kept as the destination's capabilities. */
export interface ProvenAbilities {
  /** Of two uploads to one key the store itself refuses the second. */
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
