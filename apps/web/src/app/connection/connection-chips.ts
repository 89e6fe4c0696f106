import { Component, computed, inject } from '@angular/core';
import { Icon } from '../icons/icon';
import type { IconName } from '../icons/paths';
import { ConnectionEntry } from './connection-entry';
import { kindNames } from './connection-kind';

interface Chip {
  readonly name: string;
  readonly value: string;
  readonly icon?: IconName;
  readonly isChanged?: boolean;
}

/** What was understood of the string, as it is typed. */
@Component({
  selector: 'sb-connection-chips',
  imports: [Icon],
  template: `
    @if (chips().length > 0) {
      <dl aria-label="Read from the connection string" i18n-aria-label>
        @for (chip of chips(); track chip.name) {
          <div [class.changed]="chip.isChanged">
            <dt>
              @if (chip.icon; as icon) {
                <sb-icon [name]="icon" [size]="16" />
              }
              {{ chip.name }}
            </dt>
            <dd>{{ chip.value }}</dd>
          </div>
        }
      </dl>
    }
  `,
  styleUrl: './connection-chips.scss',
})
export class ConnectionChips {
  private readonly entry = inject(ConnectionEntry);

  protected readonly chips = computed((): Chip[] => {
    const { host, user, port, database } = this.entry.parts();
    if (host === '' && user === '') return [];
    const ref = this.entry.ref();
    return [
      ...said($localize`Host`, host),
      ...(host === '' ? [] : [this.port(port)]),
      ...said($localize`User`, this.entry.role()),
      ...said($localize`Project ref`, ref),
      ...(database === '' || database === 'postgres' ? [] : said($localize`Database`, database)),
      ...(host === '' ? [] : [{ name: $localize`Mode`, value: kindNames[this.entry.kind()] }]),
      this.password(),
    ];
  });

  private port(port: number | null): Chip {
    const value = String(port ?? 5432);
    if (!this.entry.rewritten()) return { name: $localize`Port`, value };
    return { name: $localize`Port`, value: `6543 → ${value}`, icon: 'changed', isChanged: true };
  }

  private password(): Chip {
    const isSet = this.entry.hasPassword();
    return { name: $localize`Password`, value: isSet ? $localize`set` : $localize`not set`, icon: 'lock' };
  }
}

const said = (name: string, value: string): Chip[] => (value === '' ? [] : [{ name, value }]);
