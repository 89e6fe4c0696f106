import { Component, computed, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ChangeBar } from '../../../charts/change-bar';
import { saveFile } from '../../../files/save-file';
import { bytes } from '../../../format/bytes';
import { count, exactCount } from '../../../format/count';
import { moment } from '../../../format/moment';
import { Icon } from '../../../icons/icon';
import { compareTables, shrankMuch, sortTables, type ComparedTable, type Sort, type SortKey } from './compare-tables';
import type { Contents } from './load-contents';
import { tablesCsv } from './tables-csv';

const firstShown = 12;

interface Column {
  readonly key: SortKey;
  readonly title: string;
}

/** What is inside, table by table, and how it has changed since the backup before. */
@Component({
  selector: 'sb-tables',
  imports: [ChangeBar, Icon, MatButton],
  templateUrl: './tables-card.html',
  styleUrl: './tables-card.scss',
  host: { class: 'sb-card' },
})
export class TablesCard {
  readonly contents = input.required<Contents>();
  /** Of the file: the project's. */
  readonly name = input.required<string>();

  protected readonly search = signal('');
  protected readonly sort = signal<Sort>({ by: 'rawBytes', descending: true });
  protected readonly showAll = signal(false);
  protected readonly tables = computed(() => this.contents().contents.tables);
  private readonly compared = computed(() =>
    compareTables(this.tables().items, this.contents().before?.contents.tables ?? null),
  );
  protected readonly found = computed(() => {
    const wanted = this.search().trim().toLowerCase();
    return sortTables(
      this.compared().filter(({ id }) => id.toLowerCase().includes(wanted)),
      this.sort(),
    );
  });
  protected readonly shown = computed(() => (this.showAll() ? this.found() : this.found().slice(0, firstShown)));
  protected readonly summary = computed(() => {
    const { count: tables, rows, rawBytes } = this.tables();
    return $localize`${exactCount(tables)} · ${count(rows)} rows · ${bytes(rawBytes)}`;
  });
  protected readonly columns = computed((): readonly Column[] => {
    const before = this.contents().before?.backup;
    return [
      { key: 'id', title: $localize`Table` },
      { key: 'rows', title: $localize`Rows` },
      { key: 'rawBytes', title: $localize`Bytes` },
      {
        key: 'change',
        title:
          before === undefined
            ? $localize`Change of rows`
            : $localize`Rows against ${moment(new Date(before.createdAt))}`,
      },
    ];
  });
  protected readonly bytes = bytes;
  protected readonly exact = exactCount;
  protected readonly shrankMuch = shrankMuch;

  protected order(key: SortKey): 'ascending' | 'descending' | null {
    const { by, descending } = this.sort();
    return by === key ? (descending ? 'descending' : 'ascending') : null;
  }

  protected sortBy(key: SortKey): void {
    this.sort.update(({ by, descending }) => ({ by: key, descending: by === key ? !descending : key !== 'id' }));
  }

  protected changeText({ change, isNew }: ComparedTable): string {
    if (isNew) return $localize`new`;
    if (change === null) return '–';
    return `${change > 0 ? '+' : change < 0 ? '−' : ''}${exactCount(Math.abs(change))}`;
  }

  protected shrinkText({ percent }: ComparedTable): string {
    return $localize`shrank ${Math.round(-(percent ?? 0))} %`;
  }

  protected csv(): void {
    saveFile(`${this.name()}-tables.csv`, 'text/csv', tablesCsv(this.found()));
  }
}
