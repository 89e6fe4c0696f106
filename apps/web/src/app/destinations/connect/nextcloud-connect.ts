import { Component, computed, effect, inject, input, output } from '@angular/core';
import { Api } from '../../api/api';
import { askNextcloud } from '../../api/fn/storage/ask-nextcloud';
import { cancelNextcloudConnection } from '../../api/fn/storage/cancel-nextcloud-connection';
import { connectNextcloud } from '../../api/fn/storage/connect-nextcloud';
import type { ConnectedDto } from '../../api/models/connected-dto';
import { ConnectBox } from './connect-box';
import { textIn, type FormValues } from './form-values';
import { WaitingAccount } from './waiting-account';

/** Lets a Nextcloud server's own login page make an app password; the service keeps it, and the form gets its id. */
@Component({
  selector: 'sb-nextcloud-connect',
  imports: [ConnectBox],
  providers: [WaitingAccount],
  template: `
    <sb-connect-box
      [account]="account"
      action="Connect Nextcloud"
      i18n-action
      [missing]="missing()"
      there="Sign in to your Nextcloud and grant the access there, then come back to this tab."
      i18n-there
      (begin)="begin()"
    >
      <p class="hint" i18n>
        Your server makes a password for Stowbase alone, which you can take away at any time. It works with a second
        factor, too.
      </p>
    </sb-connect-box>
  `,
})
export class NextcloudConnect {
  private readonly api = inject(Api);
  protected readonly account = inject(WaitingAccount);

  /** Of the form, by field. */
  readonly values = input.required<FormValues>();
  readonly connected = output<ConnectedDto>();

  protected readonly missing = computed(() =>
    textIn(this.values(), 'url') === '' ? $localize`Enter the address of your server first.` : '',
  );

  constructor() {
    effect(() => {
      const connected = this.account.connected();
      if (connected !== null) this.connected.emit(connected);
    });
  }

  protected async begin(): Promise<void> {
    const values = this.values();
    const [url, ca] = [textIn(values, 'url'), textIn(values, 'ca')];
    const body = {
      url,
      ...(values['allowInsecure'] === true ? { allowInsecure: true } : {}),
      ...(ca === '' ? {} : { ca }),
    };
    await this.account.start({
      begin: async () => {
        const { id, loginUrl } = await this.api.invoke(connectNextcloud, { body });
        return { id, url: loginUrl };
      },
      ask: (id) => this.api.invoke(askNextcloud, { id }),
      cancel: (id) => this.api.invoke(cancelNextcloudConnection, { id }),
    });
  }
}
