import { Component, computed, input } from '@angular/core';
import { iconPaths } from '../../icons/paths';
import { channelPaths } from './channel-paths';

/** The drawing of a type of channel, beside its name. A type that is newer than this page has a common one. */
@Component({
  selector: 'sb-channel-icon',
  template: `<svg width="20" height="20" viewBox="0 -960 960 960" aria-hidden="true" focusable="false">
    <path [attr.d]="path()" fill="currentColor" />
  </svg>`,
  styles: ':host { display: inline-flex; flex: none; line-height: 0 }',
})
export class ChannelIcon {
  readonly type = input.required<string>();
  protected readonly path = computed(() => channelPaths[this.type()] ?? iconPaths.info);
}
