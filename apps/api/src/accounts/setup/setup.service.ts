import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../../config/config';
import { Database } from '../../database/database';
import { Setting } from '../../database/setting.entity';
import { fail } from '../accounts.errors';
import { AuditLog } from '../audit-log';
import { Clock } from '../clock';
import { Passwords } from '../passwords/passwords.service';
import { refuseWeak } from '../passwords/refuse-weak';
import { newSecret, sameSecret, sha256 } from '../secret-token';
import { LoginThrottles } from '../throttle/login-throttle.service';
import { User } from '../user.entity';
import { newUser } from '../users/new-user';
import { crashPoint } from '../../lifecycle/crash-point';

/** The settings row that the first owner uses up. */
const tokenRow = 'setup_token';

export interface FirstOwner {
  readonly token: string;
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** The first owner is made by whoever can read the service's log, once. */
@Injectable()
export class Setup implements OnApplicationBootstrap {
  private readonly logger = new Logger('Setup');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly throttles: LoginThrottles,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!(await this.isOpen())) return;
    const token = await this.issueToken(this.config.setupToken ?? newSecret());
    const where = `${this.config.publicUrl.origin}/first-run`;
    if (this.config.setupToken !== null) this.logger.log(`Nobody is set up yet: open ${where} with your SETUP_TOKEN.`);
    else this.logger.warn(`Nobody is set up yet: open ${where} with this setup token: ${token}`);
  }

  async isOpen(): Promise<boolean> {
    return !(await this.database.read.existsBy(User, {}));
  }

  /** Replaces an earlier one: only its digest is kept, so that it can't be shown again. */
  async issueToken(token: string): Promise<string> {
    const row = { id: tokenRow, value: { sha256: sha256(token) }, updatedAt: this.clock.now() };
    await this.database.write((manager) => manager.upsert(Setting, row, ['id']));
    return token;
  }

  /**
   * Hashing comes first, as it takes long; whoever then takes the token away makes the owner.
   * @throws ApiError `SETUP_DONE`, `SETUP_TOKEN_WRONG`, `WEAK_PASSWORD`, `TOO_MANY_ATTEMPTS`, `BUSY`
   */
  async complete(wanted: FirstOwner, address: string): Promise<User> {
    await this.slowly(wanted.token, address);
    refuseWeak(wanted.password, [wanted.email, wanted.name]);
    const passwordHash = await this.passwords.hash(wanted.password);
    const owner = newUser({ ...wanted, role: 'owner', passwordHash }, this.clock.now());
    const made = await this.database.write(async (manager) => {
      if (!(await this.isRight(manager, wanted.token))) throw wrongToken();
      const { affected } = await manager.delete(Setting, { id: tokenRow });
      if (affected !== 1) throw done();
      await manager.insert(User, owner);
      crashPoint('setup/half');
      const object = { type: 'user', id: owner.id, name: owner.email };
      await this.audit.record(manager, {
        actor: { kind: 'anonymous', name: owner.email, address },
        action: 'setup',
        object,
      });
      return owner;
    });
    crashPoint('setup/done');
    return made;
  }

  /** Guesses at the token are slowed down like those at passwords. */
  private async slowly(token: string, address: string): Promise<void> {
    const attempt = { account: null, address, deviceId: null };
    const right = await this.throttles.guard(attempt, async () =>
      (await this.isRight(this.database.read, token)) ? { end: 'neither', value: true } : { end: 'wrong' },
    );
    if (right === null) throw wrongToken();
  }

  private async isRight(manager: EntityManager, token: string): Promise<boolean> {
    const row = await manager.findOneBy(Setting, { id: tokenRow });
    if (row === null || (await manager.existsBy(User, {}))) throw done();
    return 'sha256' in row.value && sameSecret(sha256(token), String(row.value.sha256));
  }
}

const wrongToken = (): Error =>
  fail('SETUP_TOKEN_WRONG', 'This is not the setup token.', {
    field: 'token',
    nextStep: "Copy it from the last start in the service's log, or set SETUP_TOKEN and start again.",
  });

const done = (): Error =>
  fail('SETUP_DONE', 'The first owner exists already.', { nextStep: 'Sign in, or ask an owner for an account.' });
