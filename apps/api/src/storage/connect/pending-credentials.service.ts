import { Injectable } from '@nestjs/common';
import type { FieldMessage, JsonScalar } from '@stowbase/storage';
import type { Actor } from '../../accounts/access';
import { Clock } from '../../accounts/clock';
import { settingsInvalid } from '../destination-settings.service';
import { fail } from './connect.errors';
import { holderOf, sessionOf } from './holder-of';
import { ShortMemory } from './short-memory';

type Given = Readonly<Record<string, unknown>>;

/** What an account's owner has granted, as settings of a destination. Never leaves the service. */
export interface Credentials {
  /** Of storage. */
  readonly type: string;
  /** By field: what goes over the settings that a form holds; null takes one away. */
  readonly over: (given: Given) => Readonly<Record<string, JsonScalar | null>>;
  /** What in a form would send them elsewhere than to where they come from; null: nothing. */
  readonly mismatch: (given: Given) => FieldMessage | null;
}

/** A request that may name credentials; its settings are by field. */
interface Borrower {
  readonly credentialsId?: string;
  readonly config?: Given;
}

interface Pending {
  readonly credentials: Credentials;
  isLent: boolean;
}

const lifetimeMs = 15 * 60_000;

/**
 * Credentials between the moment an account is connected and the moment a destination is saved with them: in memory, for the login session
 * that connected it, for one destination. The browser knows nothing but their id.
 */
@Injectable()
export class PendingCredentials {
  private readonly pending: ShortMemory<Pending>;

  constructor(clock: Clock) {
    this.pending = new ShortMemory(() => clock.now(), { lifetimeMs, mostEach: 8, most: 200 });
  }

  add(actor: Actor, credentials: Credentials): { id: string; endsAt: Date } {
    return this.pending.keep(sessionOf(actor), { credentials, isLent: false });
  }

  /** The settings of a request together with its credentials, which stay for later ones: tests. @throws ApiError `CREDENTIALS_UNKNOWN` */
  show({ credentialsId, config = {} }: Borrower, type: string, actor: Actor): Given {
    return credentialsId === undefined ? config : merged(config, this.find(credentialsId, type, actor).credentials);
  }

  /**
   * Does something with these settings that uses the credentials up when it succeeds; when it fails they are there for another try.
   * @throws ApiError `CREDENTIALS_UNKNOWN`; whatever the work throws
   */
  async lend<T>(
    { credentialsId, config }: Borrower,
    type: string,
    actor: Actor,
    work: (config: Given | undefined) => Promise<T>,
  ): Promise<T> {
    if (credentialsId === undefined) return work(config);
    const pending = this.find(credentialsId, type, actor);
    const settings = merged(config ?? {}, pending.credentials);
    pending.isLent = true;
    try {
      const done = await work(settings);
      this.pending.forget(credentialsId, sessionOf(actor));
      return done;
    } finally {
      pending.isLent = false;
    }
  }

  private find(id: string, type: string, actor: Actor): Pending {
    const holder = holderOf(actor);
    const found = holder === null ? null : this.pending.find(id, holder);
    if (found !== null && !found.value.isLent && found.value.credentials.type === type) return found.value;
    throw fail('CREDENTIALS_UNKNOWN', 'The connection to the account has to be made again: it is too old, or used.', {
      field: 'credentialsId',
      nextStep: 'Connect again, then save.',
    });
  }
}

function merged(config: Given, { over, mismatch }: Credentials): Given {
  const problem = mismatch(config);
  if (problem !== null) throw settingsInvalid([problem], 'Connect again with what the form holds now.');
  return { ...config, ...over(config) };
}
