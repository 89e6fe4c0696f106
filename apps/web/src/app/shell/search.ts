import { Component, type ElementRef, inject, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import { Icon } from '../icons/icon';
import { Keys } from './keys';

/** Looks a backup up: what is typed becomes the filter of the list. `/` comes here. */
@Component({
  selector: 'sb-search',
  imports: [Icon],
  template: `
    <form role="search" (submit)="go($event)">
      <sb-icon name="search" />
      <label class="sb-hidden" for="sb-search" i18n>Search backups</label>
      <input
        #field
        id="sb-search"
        type="search"
        autocomplete="off"
        placeholder="Search backups"
        i18n-placeholder
        [value]="text()"
        (input)="text.set(field.value)"
      />
      <kbd aria-hidden="true">/</kbd>
    </form>
  `,
  styleUrl: './search.scss',
})
export class Search {
  private readonly router = inject(Router);
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');
  protected readonly text = signal('');

  constructor() {
    inject(Keys).on('/', $localize`search`, () => this.field().nativeElement.focus());
  }

  protected async go(event: Event): Promise<void> {
    event.preventDefault();
    const search = this.text().trim();
    await this.router.navigate(['/backups'], { queryParams: search === '' ? {} : { search } });
  }
}
