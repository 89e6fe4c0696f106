import type { EntityManager } from 'typeorm';
import { User } from '../user.entity';

/** The user as nobody else can change it until this transaction ends (an UPDATE locks the row; both engines know it); null: there is none. */
export async function lockUser(manager: EntityManager, id: string): Promise<User | null> {
  await manager.update(User, id, { version: () => 'version' });
  return manager.findOneBy(User, { id });
}
