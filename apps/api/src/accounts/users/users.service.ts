import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database';
import { pageOf, type Page } from '../../paging/page-of';
import type { PageQueryDto } from '../../paging/page-query.dto';
import type { Actor } from '../access';
import { fail } from '../accounts.errors';
import { auditChanges } from '../audit/audit-changes';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { noPassword, Passwords } from '../passwords/passwords.service';
import { refuseWeak } from '../passwords/refuse-weak';
import { LoginSessions } from '../sessions/login-sessions.service';
import { User } from '../user.entity';
import { noSuchUser, refuseTakenEmail, userForChange } from './change-user';
import { lockUser } from './lock-user';
import { newUser } from './new-user';
import { PasswordLinks, type PasswordLink } from './password-links.service';
import type { CreateUserDto, UpdateUserDto } from './users.dto';

/** What owners do with accounts. */
@Injectable()
export class Users {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly links: PasswordLinks,
    private readonly sessions: LoginSessions,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  list(page: PageQueryDto): Promise<Page<User>> {
    return pageOf(this.database.read, User, page);
  }

  /** @throws ApiError `USER_NOT_FOUND` */
  async get(id: string): Promise<User> {
    const user = await this.database.read.findOneBy(User, { id });
    if (user === null) throw noSuchUser();
    return user;
  }

  /** @throws ApiError `EMAIL_TAKEN`, `WEAK_PASSWORD`, `BUSY` */
  async create(actor: Actor, wanted: CreateUserDto): Promise<{ user: User; link: PasswordLink | null }> {
    const { email, name, role, password } = wanted;
    if (password !== undefined) refuseWeak(password, [email, name]);
    await refuseTakenEmail(this.database.read, email);
    const passwordHash = password === undefined ? noPassword : await this.passwords.hash(password);
    const user = newUser({ email, name, role, passwordHash }, this.clock.now());
    return this.database.write(async (manager) => {
      await refuseTakenEmail(manager, email);
      await manager.insert(User, user);
      await this.audit.record(manager, { actor, action: 'user.create', object: objectOf(user), detail: { role } });
      return { user, link: password === undefined ? await this.links.create(manager, user.id) : null };
    });
  }

  /** @throws ApiError `USER_NOT_FOUND`, `STALE_VERSION`, `LAST_OWNER` */
  async update(actor: Actor, id: string, { version, name, role, disabled }: UpdateUserDto): Promise<User> {
    return this.database.write(async (manager) => {
      await lockOwners(manager);
      const user = await userForChange(manager, id, version);
      const change = {
        name: name ?? user.name,
        role: role ?? user.role,
        disabled: disabled ?? user.disabled,
        updatedAt: this.clock.now(),
        version: version + 1,
      };
      await manager.update(User, id, change);
      if ((await manager.countBy(User, { role: 'owner', disabled: false })) === 0) throw lastOwner();
      if (change.disabled) await this.sessions.endAll(manager, id);
      const changes = auditChanges(told(user), told(change));
      const detail = { role: change.role, disabled: change.disabled, changes };
      await this.audit.record(manager, { actor, action: 'user.update', object: objectOf(user), detail });
      return Object.assign(user, change);
    });
  }

  /** @throws ApiError `USER_NOT_FOUND` */
  async createLink(actor: Actor, id: string): Promise<PasswordLink> {
    return this.database.write(async (manager) => {
      const user = await lockUser(manager, id);
      if (user === null) throw noSuchUser();
      await this.audit.record(manager, { actor, action: 'user.password_link', object: objectOf(user) });
      return this.links.create(manager, id);
    });
  }
}

/** Two owners who take the role from each other at once would leave none: the second waits, and then sees it. */
async function lockOwners(manager: EntityManager): Promise<void> {
  await manager.update(User, { role: 'owner' }, { version: () => 'version' });
}

const told = ({ name, role, disabled }: Pick<User, 'name' | 'role' | 'disabled'>) => ({ name, role, disabled });

const objectOf = ({ id, email }: User) => ({ type: 'user', id, name: email });

const lastOwner = (): Error =>
  fail('LAST_OWNER', 'No owner would be left who can sign in.', { nextStep: 'Make somebody else an owner first.' });
