import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../../accounts/access';
import { Clock } from '../../../accounts/clock';
import { sameSecret } from '../../../accounts/secret-token';
import { CONFIG, type Config } from '../../../config/config';
import { refused, unknownAttempt } from '../connect.errors';
import { done, problemOf, refusedState, waiting } from '../connect-state';
import type { ConnectedDto, ConnectStateDto } from '../connect-state.dto';
import { ConnectedAccounts } from '../connected-accounts.service';
import { sessionOf } from '../holder-of';
import { ShortMemory } from '../short-memory';
import type { ConnectGoogleDto, GoogleAnswerDto, GoogleAttemptDto } from './google-connect.dto';
import { GoogleClients } from './google-clients.service';
import { googleCredentials } from './google-credentials';
import { GoogleOAuth, type BegunAuthorization, type GoogleClient } from './google-oauth';
import { consentRefused } from './google-refusals';
import { redirectUriOf } from './redirect-uri';

interface Attempt {
  /** Null: an answer with its state has come, and there is no second one. */
  open: { readonly client: GoogleClient; readonly begun: BegunAuthorization } | null;
  state: ConnectStateDto;
}

const lifetimeMs = 10 * 60_000;

/** Connects Google accounts: from the user's client to credentials that wait for a destination. */
@Injectable()
export class GoogleConnect {
  private readonly attempts: ShortMemory<Attempt>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clients: GoogleClients,
    private readonly oauth: GoogleOAuth,
    private readonly accounts: ConnectedAccounts,
    clock: Clock,
  ) {
    this.attempts = new ShortMemory(() => clock.now(), { lifetimeMs, mostEach: 8, most: 200 });
  }

  /** @throws ApiError `CONNECT_REFUSED`, `DESTINATION_NOT_FOUND`, … */
  async begin(dto: ConnectGoogleDto, actor: Actor): Promise<GoogleAttemptDto> {
    const redirectUri = redirectUriOf(this.config.publicUrl);
    const client = { ...(await this.clients.of(dto)), redirectUri };
    const begun = await this.oauth.begin(client);
    const attempt: Attempt = { open: { client, begun }, state: waiting() };
    const { id, endsAt } = this.attempts.keep(sessionOf(actor), attempt);
    return { id, url: begun.url, redirectUri, expiresAt: endsAt };
  }

  /**
   * Google's answer, brought by the browser. Whatever comes of it, its state is used up.
   * @throws ApiError `CONNECT_UNKNOWN`, `CONNECT_REFUSED`; OutgoingError
   */
  async finish({ state, code, error }: GoogleAnswerDto, actor: Actor): Promise<ConnectedDto> {
    const isAnswered = ({ open }: Attempt): boolean => open !== null && sameSecret(state, open.begun.state);
    const attempt = this.attempts.search(sessionOf(actor), isAnswered)?.value;
    if (attempt === undefined || attempt.open === null) throw unknownAttempt();
    const { client, begun } = attempt.open;
    attempt.open = null;
    try {
      const connected = await this.granted({ client, begun, code, error }, actor);
      attempt.state = done(connected);
      return connected;
    } catch (failure) {
      attempt.state = refusedState(problemOf(failure) ?? failed);
      throw failure;
    }
  }

  /** @throws ApiError `CONNECT_UNKNOWN` */
  stateOf(id: string, actor: Actor): ConnectStateDto {
    const attempt = this.attempts.find(id, sessionOf(actor));
    if (attempt === null) throw unknownAttempt();
    return attempt.value.state;
  }

  cancel(id: string, actor: Actor): void {
    this.attempts.forget(id, sessionOf(actor));
  }

  private async granted(answer: Answer, actor: Actor): Promise<ConnectedDto> {
    const { client, begun, code, error } = answer;
    if (error !== undefined) throw consentRefused(error, client.redirectUri);
    if (code === undefined) throw refused('Google gave neither a code nor a reason.', 'Connect again.');
    const grant = await this.oauth.exchange(client, begun, code);
    const credentials = googleCredentials(client, grant);
    return this.accounts.add(actor, { credentials, account: grant.account, host: this.oauth.host });
  }
}

interface Answer {
  readonly client: GoogleClient;
  readonly begun: BegunAuthorization;
  readonly code: string | undefined;
  readonly error: string | undefined;
}

const failed = {
  code: 'INTERNAL',
  detail: 'The account could not be connected, because something went wrong inside Stowbase.',
  nextStep: 'Look into the log of the service.',
};
