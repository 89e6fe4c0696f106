import { Component, input, output } from '@angular/core';
import type { ChannelTypeDto } from '../../../api/models/channel-type-dto';
import { Icon } from '../../../icons/icon';
import { ChannelIcon } from '../channel-icon';

/** The types of channels as cards, of which one is chosen. */
@Component({
  selector: 'sb-channel-type-choice',
  imports: [ChannelIcon, Icon],
  template: `
    <fieldset>
      <legend class="sb-hidden" i18n>Type of channel</legend>
      @for (type of types(); track type.type) {
        <label [class.chosen]="type.type === chosen()">
          <input
            type="radio"
            class="sb-hidden"
            name="type"
            [value]="type.type"
            [checked]="type.type === chosen()"
            (change)="choose.emit(type.type)"
          />
          <sb-channel-icon [type]="type.type" />
          <span>
            <strong>{{ type.title }}</strong>
            <span class="hint">{{ type.summary }}</span>
          </span>
          @if (type.type === chosen()) {
            <sb-icon class="mark" name="check" [size]="18" />
          }
        </label>
      }
    </fieldset>
  `,
  styleUrl: '../../../destinations/edit/type-choice.scss',
})
export class ChannelTypeChoice {
  readonly types = input.required<readonly ChannelTypeDto[]>();
  readonly chosen = input<string | null>(null);
  readonly choose = output<string>();
}
