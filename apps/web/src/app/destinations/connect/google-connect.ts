import { Component, computed, DOCUMENT, effect, inject, input, output } from '@angular/core';
import { Api } from '../../api/api';
import { cancelGoogleConnection } from '../../api/fn/storage/cancel-google-connection';
import { connectGoogle } from '../../api/fn/storage/connect-google';
import { getGoogleConnection } from '../../api/fn/storage/get-google-connection';
import type { ConnectedDto } from '../../api/models/connected-dto';
import { CopyButton } from '../../feedback/copy-button';
import { ConnectBox } from './connect-box';
import { textIn, type FormValues } from './form-values';
import { WaitingAccount } from './waiting-account';

/** Signs in to Google with the user's own client; the service keeps what that grants, and the form gets its id. */
@Component({
  selector: 'sb-google-connect',
  imports: [ConnectBox, CopyButton],
  providers: [WaitingAccount],
  template: `
    <sb-connect-box
      [account]="account"
      [action]="action()"
      [missing]="missing()"
      there="Choose the account and allow the access there, then come back to this tab."
      i18n-there
      (begin)="begin()"
    >
      <p class="hint" i18n>
        The client in the Google Cloud console needs this address among its <em>Authorized redirect URIs</em>, letter
        for letter:
      </p>
      <p class="address">
        <code>{{ redirectUri }}</code>
        <sb-copy [text]="redirectUri" label="Copy the redirect URI" i18n-label />
      </p>
    </sb-connect-box>
  `,
  styles: `
    .address {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class GoogleConnect {
  private readonly api = inject(Api);
  protected readonly account = inject(WaitingAccount);
  /** The service takes requests from pages at its own address alone: this one is it. */
  protected readonly redirectUri = `${inject(DOCUMENT).location.origin}/connect/google`;

  /** Of the form, by field. */
  readonly values = input.required<FormValues>();
  /** The destination that is edited: what the form leaves out is taken from it. */
  readonly destinationId = input<string | null>(null);
  readonly connected = output<ConnectedDto>();

  protected readonly action = computed(() =>
    this.destinationId() === null ? $localize`Connect Google Drive` : $localize`Sign in again`,
  );
  protected readonly missing = computed(() => {
    const isThere = this.destinationId() !== null;
    const [id, secret] = [textIn(this.values(), 'clientId'), textIn(this.values(), 'clientSecret')];
    return isThere || (id !== '' && secret !== '') ? '' : $localize`Enter the client ID and the client secret first.`;
  });

  constructor() {
    effect(() => {
      const connected = this.account.connected();
      if (connected !== null) this.connected.emit(connected);
    });
  }

  protected async begin(): Promise<void> {
    const [clientId, clientSecret] = [textIn(this.values(), 'clientId'), textIn(this.values(), 'clientSecret')];
    const destinationId = this.destinationId();
    const body = {
      ...(clientId === '' ? {} : { clientId }),
      ...(clientSecret === '' ? {} : { clientSecret }),
      ...(destinationId === null ? {} : { destinationId }),
    };
    await this.account.start({
      begin: () => this.api.invoke(connectGoogle, { body }),
      ask: (id) => this.api.invoke(getGoogleConnection, { id }),
      cancel: (id) => this.api.invoke(cancelGoogleConnection, { id }),
    });
  }
}
