import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { Problem } from '../../api/models/problem';
import type { ScheduleDto } from '../../api/models/schedule-dto';
import { StateWord } from '../../states/state-word';
import { projectWords } from '../../states/words';
import { LastRun } from './last-run';
import { NextRun } from './next-run';
import { RuleSentence } from './rule-sentence';
import { ScheduleMenu } from './schedule-menu';

/** Schedules, one a row; on a phone one a card. */
@Component({
  selector: 'sb-schedule-table',
  imports: [RouterLink, StateWord, LastRun, NextRun, RuleSentence, ScheduleMenu],
  templateUrl: './schedule-table.html',
  styleUrl: './schedule-table.scss',
})
export class ScheduleTable {
  readonly schedules = input.required<readonly ScheduleDto[]>();
  readonly destinations = input.required<readonly DestinationDto[]>();
  /** A page of one project names it already. */
  readonly showsProject = input(true);
  /** Something was done: null; or why not. */
  readonly done = output<Problem | null>();

  protected readonly paused = projectWords.paused;
  private readonly names = computed(() => new Map(this.destinations().map(({ id, name }) => [id, name])));

  protected placesOf({ destinationIds }: ScheduleDto): string {
    return destinationIds.map((id) => this.names().get(id) ?? $localize`one that is gone`).join(', ');
  }
}
