import type { Actor } from '../../accounts/access';
import type { Holder } from './short-memory';

/** Null: an API token, which has no login session to bind anything to. */
export function holderOf({ userId, sessionId }: Actor): Holder | null {
  return sessionId === null ? null : { userId, sessionId };
}

/** On routes that are for login sessions only. */
export function sessionOf(actor: Actor): Holder {
  const holder = holderOf(actor);
  if (holder === null) throw new Error('a route for login sessions was asked without one');
  return holder;
}
