import { Injectable } from '@nestjs/common';
import { trustedCertificates } from '@stowbase/storage';
import type { Actor } from '../../../accounts/access';
import { Clock } from '../../../accounts/clock';
import { OutgoingError } from '../../../outgoing/outgoing-error';
import { unknownAttempt } from '../connect.errors';
import { done, problemOf, refusedState, waiting } from '../connect-state';
import type { ConnectStateDto } from '../connect-state.dto';
import { ConnectedAccounts } from '../connected-accounts.service';
import { sessionOf } from '../holder-of';
import { ShortMemory } from '../short-memory';
import { LoginFlow, type BegunLogin, type NextcloudServer } from './login-flow';
import { nextcloudAddress } from './nextcloud-address';
import type { ConnectNextcloudDto, NextcloudLoginDto } from './nextcloud-connect.dto';
import { nextcloudCredentials } from './nextcloud-credentials';

interface Attempt {
  readonly server: NextcloudServer;
  readonly login: BegunLogin;
  state: ConnectStateDto;
  lastAsked: number;
  /** The server gives the app password once: only one question at a time. */
  asking: Promise<ConnectStateDto> | null;
}

/** As long as Nextcloud keeps a login open. */
const lifetimeMs = 20 * 60_000;
/** Between two questions to the server; who asks us earlier hears what we know. */
const pauseMs = 1_000;

/** Connects Nextcloud accounts: from the address of a server to an app password that waits for a destination. */
@Injectable()
export class NextcloudConnect {
  private readonly attempts: ShortMemory<Attempt>;

  constructor(
    private readonly flow: LoginFlow,
    private readonly accounts: ConnectedAccounts,
    private readonly clock: Clock,
  ) {
    this.attempts = new ShortMemory(() => clock.now(), { lifetimeMs, mostEach: 8, most: 200 });
  }

  /** @throws ApiError `CONNECT_REFUSED`; StorageError `invalid-config`; OutgoingError */
  async begin(dto: ConnectNextcloudDto, actor: Actor): Promise<NextcloudLoginDto> {
    const { url, allowInsecure = false } = dto;
    const ca = trustedCertificates(dto.ca?.trim() === '' ? undefined : dto.ca);
    const server = { address: nextcloudAddress(url), allowInsecure, ...(ca === undefined ? {} : { ca }) };
    const login = await this.flow.begin(server);
    const attempt: Attempt = { server, login, state: waiting(), lastAsked: 0, asking: null };
    const { id, endsAt } = this.attempts.keep(sessionOf(actor), attempt);
    return { id, loginUrl: login.loginUrl, expiresAt: endsAt };
  }

  /** Asks the server once whether its user has decided. @throws ApiError `CONNECT_UNKNOWN` */
  async ask(id: string, actor: Actor): Promise<ConnectStateDto> {
    const attempt = this.attempts.find(id, sessionOf(actor))?.value;
    if (attempt === undefined) throw unknownAttempt();
    const now = this.clock.now().getTime();
    if (attempt.asking !== null) return attempt.asking;
    if (attempt.state.status !== 'waiting' || now - attempt.lastAsked < pauseMs) return attempt.state;
    attempt.lastAsked = now;
    attempt.asking = this.asked(attempt, actor).finally(() => (attempt.asking = null));
    return attempt.asking;
  }

  cancel(id: string, actor: Actor): void {
    this.attempts.forget(id, sessionOf(actor));
  }

  private async asked(attempt: Attempt, actor: Actor): Promise<ConnectStateDto> {
    const { server, login } = attempt;
    try {
      const granted = await this.flow.poll(server, login);
      attempt.state =
        granted === null
          ? waiting()
          : done(
              await this.accounts.add(actor, {
                credentials: nextcloudCredentials(server, granted),
                account: granted.loginName,
                host: new URL(server.address).host,
              }),
            );
    } catch (error) {
      const problem = problemOf(error);
      if (problem === null) throw error;
      // A server that can't be reached now may be again in a moment; one that answers nonsense won't answer anything else.
      const mayPass = error instanceof OutgoingError && error.kind === 'network';
      attempt.state = mayPass ? waiting(problem) : refusedState(problem);
    }
    return attempt.state;
  }
}
