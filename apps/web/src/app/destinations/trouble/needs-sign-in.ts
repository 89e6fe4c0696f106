import type { DestinationDto } from '../../api/models/destination-dto';

/** A code of the service: an account has to be signed in to again (F56). */
export const reauthRequired = 'REAUTH_REQUIRED';

/** Whether connecting its account once more is what mends it. */
export function needsSignIn({ type, problem }: Pick<DestinationDto, 'type' | 'problem'>): boolean {
  if (problem === null) return false;
  // An app password that was taken away is refused like a wrong one.
  return problem.code === reauthRequired || (type === 'nextcloud' && problem.code === 'STORAGE_AUTH_FAILED');
}
