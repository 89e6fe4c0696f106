import { inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';

/** The title of the tab: "2 ✕ · state · page · product" (design/ux.md §7); the mark only where projects need somebody. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly page = signal('');
  private state = '';
  private lead = '';

  override updateTitle(snapshot: RouterStateSnapshot): void {
    this.state = '';
    this.page.set(this.buildTitle(snapshot) ?? '');
    this.write();
  }

  /** A page that knows more than its route: `crm, 24 Nov 08:30`, `Running`. */
  set(page: string, state = ''): void {
    this.page.set(page);
    this.state = state;
    this.write();
  }

  /** In front of everything, on each page: how many projects need somebody. */
  mark(lead: string): void {
    this.lead = lead;
    this.write();
  }

  private write(): void {
    this.title.setTitle([this.lead, this.state, this.page(), 'Stowbase'].filter((part) => part !== '').join(' · '));
  }
}
