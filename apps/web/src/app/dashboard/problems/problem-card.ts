import type { ReasonCode } from '../../api/models/reason-code';
import type { IconName } from '../../icons/paths';

/** What is to be done about it: one thing. */
export type Cure =
  | { readonly do: 'open'; readonly text: string; readonly link: readonly string[] }
  | { readonly do: 'back up'; readonly text: string; readonly projectId: string };

/** Something that needs somebody: what it is, what it means for the backups, and what to do. */
export interface ProblemCard {
  readonly id: string;
  readonly tone: 'bad' | 'warn';
  readonly icon: IconName;
  readonly title: string;
  readonly effect: string;
  /** Stable, for who searches for it. */
  readonly code:
    | ReasonCode
    | 'CHANNEL_FAILING'
    | 'COPY_DAMAGED'
    | 'COPY_LOST'
    | 'DESTINATION_FULL'
    | 'DESTINATION_TROUBLED'
    | 'PROBE_FAILED'
    | 'REAUTH_REQUIRED'
    | 'RETENTION_WAITING';
  readonly cure: Cure;
}
