import type { EntityManager } from 'typeorm';
import { User } from '../user.entity';
import { emailKey } from '../users/email';
import { lockUser } from '../users/lock-user';
import { AdminError } from './admin-error';

const mostNamed = 10;

/**
 * In the transaction of a change, locked.
 * @throws AdminError `USER_UNKNOWN`; who is on the server may see whom there is
 */
export async function userByEmail(manager: EntityManager, email: string): Promise<User> {
  const found = await manager.findOneBy(User, { emailKey: emailKey(email) });
  const user = found === null ? null : await lockUser(manager, found.id);
  if (user !== null) return user;
  const some = await manager.find(User, { order: { createdAt: 'ASC' }, take: mostNamed });
  throw new AdminError(
    'USER_UNKNOWN',
    'There is no user with this e-mail address.',
    some.length === 0
      ? 'Nobody is set up yet: start the service and open it with the setup token from its log.'
      : `There is ${some.map((one) => one.email).join(', ')}.`,
  );
}
