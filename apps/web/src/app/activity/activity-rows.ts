import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ActorKind } from '../api/models/actor-kind';
import type { AuditEventDto } from '../api/models/audit-event-dto';
import { clockTime, exactMoment, viewerZone } from '../format/moment';
import { Icon } from '../icons/icon';
import { StateWord } from '../states/state-word';
import { actionWords } from '../states/words';
import { actionOf } from './actions';
import { Changes } from './changes';
import { daysOf } from './days';
import { detailText } from './detail-text';
import { objectLink } from './object-link';

const actors: Record<ActorKind, string> = {
  user: '',
  token: $localize`API token`,
  system: $localize`the service itself`,
  console: $localize`on the server`,
  anonymous: $localize`not signed in`,
};

/** The entries of the log by day. */
@Component({
  selector: 'sb-activity-rows',
  imports: [RouterLink, Icon, StateWord, Changes],
  templateUrl: './activity-rows.html',
  styleUrl: './activity-rows.scss',
})
export class ActivityRows {
  readonly events = input.required<readonly AuditEventDto[]>();

  protected readonly days = computed(() => daysOf(this.events()));
  protected readonly zone = viewerZone().split('/').at(-1)?.replaceAll('_', ' ');
  protected readonly actionOf = actionOf;
  protected readonly detailText = detailText;
  protected readonly objectLink = objectLink;
  protected readonly actors = actors;

  protected time(event: AuditEventDto): string {
    return clockTime(new Date(event.at));
  }

  protected exact(event: AuditEventDto): string {
    return exactMoment(new Date(event.at));
  }

  protected result({ action }: AuditEventDto): (typeof actionWords)['done' | 'refused'] {
    return actionWords[actionOf(action).refused === true ? 'refused' : 'done'];
  }
}
