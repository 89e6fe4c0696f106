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

/** Of `pg_advisory_xact_lock`. */
const tokenLock = 7_369_005;

/** Of several processes. */
const mostTokens = 8;

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
    // Nobody is set up by a process that answers no requests.
    if (this.config.role === 'worker' || !(await this.isOpen())) return;
    const token = await this.issueToken(this.config.setupToken ?? newSecret());
    const where = `${this.config.publicUrl.origin}/first-run`;
    if (this.config.setupToken !== null) this.logger.log(`Nobody is set up yet: open ${where} with your SETUP_TOKEN.`);
    else this.logger.warn(`Nobody is set up yet: open ${where} with this setup token: ${token}`);
  }

  async isOpen(): Promise<boolean> {
    return !(await this.database.read.existsBy(User, {}));
  }

  /**
   * Only its digest is kept, so that it can't be shown again. Replaces an earlier one; on a server, where each of several processes says
   * its own in its log, the last few of them hold.
   */
  async issueToken(token: string): Promise<string> {
    await this.database.write(async (manager) => {
      const isShared = this.database.engine === 'postgres';
      // Two that start at once would each lose the other's.
      if (isShared) await manager.query('SELECT pg_advisory_xact_lock($1)', [tokenLock]);
      const kept = isShared ? digestsOf(await manager.findOneBy(Setting, { id: tokenRow })) : [];
      const digests = [...new Set([sha256(token), ...kept])].slice(0, mostTokens);
      await manager.upsert(Setting, { id: tokenRow, value: { sha256: digests }, updatedAt: this.clock.now() }, ['id']);
    });
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
    const digest = sha256(token);
    return digestsOf(row).some((one) => sameSecret(digest, one));
  }
}

function digestsOf(row: Setting | null): string[] {
  if (row === null || !('sha256' in row.value)) return [];
  const { sha256: kept } = row.value;
  return Array.isArray(kept) ? kept.map(String) : [String(kept)];
}

const wrongToken = (): Error =>
  fail('SETUP_TOKEN_WRONG', 'This is not the setup token.', {
    field: 'token',
    nextStep: "Copy it from the last start in the service's log, or set SETUP_TOKEN and start again.",
  });

const done = (): Error =>
  fail('SETUP_DONE', 'The first owner exists already.', { nextStep: 'Sign in, or ask an owner for an account.' });
