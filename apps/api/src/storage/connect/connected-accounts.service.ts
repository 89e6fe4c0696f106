import { Injectable } from '@nestjs/common';
import type { Actor } from '../../accounts/access';
import { AuditLog } from '../../accounts/audit-log';
import { Database } from '../../database/database';
import type { ConnectedDto } from './connect-state.dto';
import { PendingCredentials, type Credentials } from './pending-credentials.service';

export interface Granted {
  readonly credentials: Credentials;
  /** E-mail or login name. */
  readonly account: string | null;
  /** Host where the account is. */
  readonly host: string;
}

/** The last step of every way to connect an account: it is written down who did it, and what was granted is kept for a destination. */
@Injectable()
export class ConnectedAccounts {
  constructor(
    private readonly pending: PendingCredentials,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  async add(actor: Actor, { credentials, account, host }: Granted): Promise<ConnectedDto> {
    const { type } = credentials;
    const object = { type: 'account', id: null, name: account ?? host };
    await this.database.write((manager) =>
      this.audit.record(manager, { actor, action: 'destination.connect', object, detail: { type, host } }),
    );
    const { id, endsAt } = this.pending.add(actor, credentials);
    return { credentialsId: id, account, expiresAt: endsAt };
  }
}
