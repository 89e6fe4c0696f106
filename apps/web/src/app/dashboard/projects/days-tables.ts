import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { DashboardDto } from '../../api/models/dashboard-dto';
import { resultWords } from '../../charts/strip/strip-day';
import { bytes } from '../../format/bytes';
import { dayText } from '../../format/day';
import { stripLabel } from './strip-days';

/** The strips as tables, one a project, the newest day first. A table is made when it is opened: thirty rows times all projects are many. */
@Component({
  selector: 'sb-days-tables',
  imports: [RouterLink],
  templateUrl: './days-tables.html',
  styleUrl: './days-tables.scss',
})
export class DaysTables {
  readonly dashboard = input.required<DashboardDto>();

  private readonly opened = signal<ReadonlySet<string>>(new Set());
  protected readonly projects = computed(() => {
    const { projects, days } = this.dashboard();
    return projects.map((project) => ({
      id: project.id,
      summary: stripLabel(project),
      name: project.name,
      rows: this.opened().has(project.id) ? rowsOf(project, days) : [],
    }));
  });

  protected toggle(id: string, event: Event): void {
    const isOpen = (event.target as HTMLDetailsElement).open;
    this.opened.update((before) => {
      const after = new Set(before);
      if (isOpen) after.add(id);
      else after.delete(id);
      return after;
    });
  }
}

function rowsOf({ strip, sizes }: DashboardDto['projects'][number], days: readonly string[]) {
  const skipped = days.length - strip.length;
  return strip
    .map(({ result, runs }, n) => {
      const [date, size] = [days[skipped + n] ?? '', sizes[skipped + n] ?? null];
      return { date, day: dayText(date), result, runs, size: size === null ? '' : bytes(size) };
    })
    .flatMap(({ result, ...row }) => (result === 'before' ? [] : [{ ...row, word: resultWords[result] }]))
    .reverse();
}
