import type { Comparison } from '../report';

const most = 100;

/** What one comparison found. Many differences are counted, the first hundred are named. */
export class Findings {
  private checked = 0;
  private readonly different = new Named();
  private readonly notPortable = new Named();

  constructor(private readonly what: string) {}

  /** So many more were looked at, whatever came of it. */
  looked(count = 1): void {
    this.checked += count;
  }

  /** It is not as the archive says. `text` names it, without rows and without a statement's text. */
  differs(text: string): void {
    this.different.add(text);
  }

  /** It can't be compared or can't be here. */
  cannot(text: string): void {
    this.notPortable.add(text);
  }

  /** One comparison, or two of the same name where some differ and others can't be here; none when nothing was looked at. */
  comparisons(): Comparison[] {
    const { what, checked } = this;
    const found: Comparison[] = [];
    if (this.different.count > 0)
      found.push({ what, status: 'different', checked, differences: this.different.texts() });
    if (this.notPortable.count > 0) {
      found.push({ what, status: 'not-portable', checked, differences: this.notPortable.texts() });
    }
    if (found.length === 0 && checked > 0) found.push({ what, status: 'equal', checked, differences: [] });
    return found;
  }
}

class Named {
  count = 0;
  private readonly first: string[] = [];

  add(text: string): void {
    this.count++;
    if (this.first.length < most) this.first.push(text);
  }

  texts(): string[] {
    if (this.count <= most) return this.first;
    return [...this.first.slice(0, most - 1), `and ${this.count - most + 1} more`];
  }
}
