import { ownText } from '../script/own-text';
import type { PlanAction, PlanItem } from './restore-plan';

/** The items of a plan, each object once, in the order in which they come; what has no key of its own is grouped by its reason. */
export class ItemList {
  private readonly items: PlanItem[] = [];
  private readonly byKey = new Map<string, number>();
  private readonly notes = new Map<
    string,
    { action: PlanAction; type: string; reason: string; names: string[]; count: number }
  >();

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  actionOf(key: string): PlanAction | null {
    const index = this.byKey.get(key);
    return index === undefined ? null : (this.items[index]?.action ?? null);
  }

  /** An object that was named before stays as it is: a view made again once its table has its key, a role of two members. */
  add(item: PlanItem): void {
    if (item.key !== null) {
      if (this.byKey.has(item.key)) return;
      this.byKey.set(item.key, this.items.length);
    }
    this.items.push({ ...item, name: ownText(item.name) });
  }

  /** What was to be made as it stands is made otherwise. False when there is no such item. */
  rewrite(key: string, reason: string): boolean {
    const index = this.byKey.get(key);
    const item = index === undefined ? undefined : this.items[index];
    if (index === undefined || item === undefined) return false;
    if (item.action === 'create') this.items[index] = { ...item, action: 'rewrite', reason };
    else if (item.action === 'rewrite') this.items[index] = { ...item, reason: `${item.reason ?? ''} ${reason}` };
    return true;
  }

  /** A privilege, a comment, an owner, …: one item for all with the same reason. */
  note(action: 'skip' | 'rewrite', type: string, name: string, reason: string): void {
    const key = JSON.stringify([action, type, reason]);
    const known = this.notes.get(key) ?? { action, type, reason, names: [], count: 0 };
    known.count += 1;
    if (known.names.length < namesShown && !known.names.includes(name)) known.names.push(ownText(name));
    this.notes.set(key, known);
  }

  list(): PlanItem[] {
    const notes = [...this.notes.values()].map(({ action, type, reason, names, count }) => {
      const more = count > names.length ? ` (${count} statements)` : '';
      return { action, type, name: `${names.join(', ')}${more}`, key: null, reason };
    });
    return [...this.items, ...notes];
  }
}

const namesShown = 3;
