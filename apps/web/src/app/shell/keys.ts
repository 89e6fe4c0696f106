import { DOCUMENT, DestroyRef, inject, Injectable, Injector } from '@angular/core';
import { Router } from '@angular/router';
import { Appearance } from '../theme/appearance';
import { places } from './places';

interface Key {
  readonly does: string;
  readonly act: () => void;
}

/** Single keys, as long as nobody types and they aren't switched off (WCAG 2.1.4). `?` shows them. */
@Injectable({ providedIn: 'root' })
export class Keys {
  private readonly injector = inject(Injector);
  private readonly router = inject(Router);
  private readonly appearance = inject(Appearance);
  private readonly document = inject(DOCUMENT);
  private readonly keys = new Map<string, Key>();
  private waiting = '';

  /** While the caller lives. Call in an injection context. */
  on(key: string, does: string, act: () => void): void {
    const entry = { does, act };
    this.keys.set(key, entry);
    inject(DestroyRef).onDestroy(() => {
      if (this.keys.get(key) === entry) this.keys.delete(key);
    });
  }

  /** While the caller lives. Call in an injection context. */
  listen(): void {
    const pressed = (event: KeyboardEvent): void => this.press(event);
    this.document.addEventListener('keydown', pressed);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', pressed));
    this.on('?', $localize`show the keys`, () => void this.show());
    for (const { key, name, path } of places) this.on(`g ${key}`, name, () => void this.router.navigateByUrl(path));
  }

  list(): { key: string; does: string }[] {
    return [...this.keys].map(([key, { does }]) => ({ key, does }));
  }

  private press(event: KeyboardEvent): void {
    if (!this.appearance.singleKeys() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || this.document.querySelector('.cdk-overlay-backdrop') !== null) return;
    const typed = this.waiting === '' ? event.key : `${this.waiting} ${event.key}`;
    this.waiting = '';
    const key = this.keys.get(typed);
    if (key !== undefined) {
      event.preventDefault();
      key.act();
    } else if ([...this.keys.keys()].some((known) => known.startsWith(`${typed} `))) this.waiting = typed;
  }

  private async show(): Promise<void> {
    const [{ MatDialog }, { KeysDialog }] = await Promise.all([
      import('@angular/material/dialog'),
      import('./keys-dialog'),
    ]);
    this.injector.get(MatDialog).open(KeysDialog, { width: '420px' });
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
