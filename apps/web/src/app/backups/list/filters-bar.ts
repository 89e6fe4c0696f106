import { Component, inject, input, output } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatInput } from '@angular/material/input';
import { Api } from '../../api/api';
import { Icon } from '../../icons/icon';
import { live } from '../../live/live';
import { runWords } from '../../states/words';
import { allProjects } from '../../projects/all-projects';
import { isDay } from './day';
import { isShown, isType, statusChoices, typeWords, type ListFilter } from './list-filter';
import { formField } from '../../feedback/form-field';

/** By project, state, kind, day and words. */
@Component({
  selector: 'sb-backup-filters',
  imports: [Icon, MatCheckbox, formField, MatInput],
  templateUrl: './filters-bar.html',
  styleUrl: './filters-bar.scss',
})
export class FiltersBar {
  readonly filter = input.required<ListFilter>();
  readonly changed = output<Partial<ListFilter>>();

  private readonly api = inject(Api);
  protected readonly projects = live({
    by: () => ({}),
    load: () => allProjects(this.api),
    reloadOn: ({ type }) => type === 'project.changed',
  });
  protected readonly statuses = statusChoices.map((status) => ({ status, word: runWords[status].word }));
  protected readonly types = Object.entries(typeWords).map(([type, word]) => ({ type, word }));

  protected chooseProject(project: string): void {
    this.changed.emit({ project: project === '' ? null : project });
  }

  protected chooseStatus(status: string): void {
    this.changed.emit({ status: isShown(status) ? status : null });
  }

  protected chooseDay(day: string): void {
    this.changed.emit({ day: isDay(day) ? day : null });
  }

  protected chooseType(type: string): void {
    this.changed.emit({ type: isType(type) ? type : null });
  }
}
