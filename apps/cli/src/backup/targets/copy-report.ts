import { failureOf, type Failure } from '../../failure';

/** What became of one place of a backup. */
export interface CopyReport {
  /** The place as it was typed. */
  readonly place: string;
  /** A destination, not a path. */
  readonly isFar: boolean;
  readonly status: 'stored' | 'failed';
  /** Where it is, as other commands take it: a path, `s3:nightly/x.tar`. Null for standard output, and when it isn't stored. */
  readonly file: string | null;
  /** Bytes that the place has taken. */
  readonly sentBytes: number;
  /** From the first byte until it was stored and read back, or had failed. */
  readonly seconds: number;
  readonly error: CopyError | null;
}

export type CopyError = Pick<Failure, 'code' | 'message' | 'nextStep'>;

/** @param leftover what else is to be said of it: something is left there */
export function copyErrorOf(cause: unknown, leftover: string | null): CopyError {
  const { code, message, nextStep } = failureOf(cause);
  return { code, message, nextStep: leftover === null ? nextStep : `${nextStep} ${leftover}` };
}
