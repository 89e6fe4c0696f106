import { createHash } from 'node:crypto';
import type { Actor } from '../../accounts/access';
import type { NewRun } from '../transitions/claim';
import { fail } from './backups.errors';

/**
 * The header Idempotency-Key as it is kept: the same key of another actor or for another route is another key.
 * @throws ApiError IDEMPOTENCY_KEY_INVALID
 */
export function idempotencyOf(
  header: string | undefined,
  { kind, userId, tokenId }: Pick<Actor, 'kind' | 'userId' | 'tokenId'>,
  route: string,
  body: object,
): Pick<NewRun, 'idempotency'> {
  if (header === undefined) return {};
  if (!/^[\x21-\x7e]{1,200}$/.test(header)) {
    throw fail('IDEMPOTENCY_KEY_INVALID', 'The header Idempotency-Key must be 1 to 200 visible ASCII characters.', {
      nextStep: 'Send a new UUID with each new request.',
    });
  }
  return { idempotency: { id: sha256([kind, userId, tokenId, route, header]), bodySha256: sha256(sorted(body)) } };
}

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** The order of a body's fields doesn't matter. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => [name, sorted(one)]);
}
