import { Component, computed, input, output } from '@angular/core';
import type { ConnectedDto } from '../../api/models/connected-dto';
import type { FormValues } from '../connect/form-values';
import { GoogleConnect } from '../connect/google-connect';
import { NextcloudConnect } from '../connect/nextcloud-connect';

/** The way to connect an account, for types of storage that have one and settings that use one; else nothing. */
@Component({
  selector: 'sb-connect-account',
  imports: [GoogleConnect, NextcloudConnect],
  template: `
    @switch (way()) {
      @case ('google') {
        <sb-google-connect [values]="values()" [destinationId]="destinationId()" (connected)="connected.emit($event)" />
      }
      @case ('nextcloud') {
        <sb-nextcloud-connect [values]="values()" (connected)="connected.emit($event)" />
      }
    }
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class ConnectAccount {
  /** Of the storage. */
  readonly type = input.required<string>();
  /** Of its settings, by field. */
  readonly values = input.required<FormValues>();
  readonly destinationId = input<string | null>(null);
  readonly connected = output<ConnectedDto>();

  protected readonly way = computed(() => {
    const values = this.values();
    if (this.type() === 'google_drive') return values['signInBy'] === 'service_account' ? null : 'google';
    return this.type() === 'nextcloud' && values['kind'] !== 'webdav' ? 'nextcloud' : null;
  });
}
