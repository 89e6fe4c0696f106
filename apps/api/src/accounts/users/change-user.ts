import type { EntityManager } from 'typeorm';
import { fail as failCommon } from '../../errors/common.errors';
import { fail } from '../accounts.errors';
import { User } from '../user.entity';
import { emailKey } from './email';
import { lockUser } from './lock-user';

/** In the transaction of a change: the user, locked. @throws ApiError `USER_NOT_FOUND`, `STALE_VERSION` */
export async function userForChange(manager: EntityManager, id: string, version: number): Promise<User> {
  const user = await lockUser(manager, id);
  if (user === null) throw noSuchUser();
  if (user.version === version) return user;
  throw failCommon('STALE_VERSION', 'The user was changed by somebody else meanwhile.', {
    field: 'version',
    nextStep: 'Load it again and repeat the change.',
    more: { version: user.version },
  });
}

/** @throws ApiError `EMAIL_TAKEN` */
export async function refuseTakenEmail(
  manager: EntityManager,
  email: string,
  exceptId: string | null = null,
): Promise<void> {
  const holder = await manager.findOneBy(User, { emailKey: emailKey(email) });
  if (holder === null || holder.id === exceptId) return;
  throw fail('EMAIL_TAKEN', 'Another user has this e-mail address.', {
    field: 'email',
    nextStep: 'Take another address.',
  });
}

export const noSuchUser = (): Error =>
  fail('USER_NOT_FOUND', 'There is no user with this id.', { nextStep: 'See the list of users.' });
