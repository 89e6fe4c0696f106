import type { ConnectionSettings } from '@stowbase/postgres';
import { Guard, type GuardOptions, type Lookup } from './guard';
import { guardedAgents, type GuardedAgentOptions, type GuardedAgents } from './guarded-agents';
import { guardedRequest } from './guarded-request';
import { guardedSettings } from './guarded-settings';
import type { OutgoingReply, OutgoingRequest } from './request-types';

/** The only way from the service to other machines. */
export class Outgoing {
  private readonly guard: Guard;

  constructor(options: GuardOptions) {
    this.guard = new Guard(options);
  }

  /** For `connect` of @stowbase/postgres, dump and restore, and whatever else takes a socket. See `Guard.connect`. */
  readonly connect: Guard['connect'] = (target) => this.guard.connect(target);

  /** What the guard itself asks: for those who only want to know. */
  readonly lookup: Lookup = (name) => this.guard.lookup(name);

  /** The judged address of a host. See `Guard.resolve`. */
  readonly resolve: Guard['resolve'] = (target) => this.guard.resolve(target);

  /** Before a backup, a restore or anything else that starts PostgreSQL's tools. See `guardedSettings`. */
  guardSettings(settings: ConnectionSettings, signal?: AbortSignal): Promise<ConnectionSettings> {
    return guardedSettings(this.guard, settings, signal);
  }

  request(request: OutgoingRequest): Promise<OutgoingReply> {
    return guardedRequest(this.guard, request);
  }

  agents(options?: GuardedAgentOptions): GuardedAgents {
    return guardedAgents(this.guard, options);
  }
}
