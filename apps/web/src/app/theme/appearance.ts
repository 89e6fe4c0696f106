import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** How the app looks in this browser. */
@Injectable({ providedIn: 'root' })
export class Appearance {
  readonly theme = signal<Theme>(stored('theme', themes) ?? 'system');
  readonly density = signal<Density>(stored('density', ['comfortable', 'compact']) ?? 'comfortable');
  /** Single keys as `g` `d` may be switched off (WCAG 2.1.4). */
  readonly singleKeys = signal(stored('keys', ['on', 'off']) !== 'off');

  constructor() {
    const { documentElement } = inject(DOCUMENT);
    effect(() => {
      const theme = this.theme();
      if (theme === 'system') documentElement.removeAttribute('data-theme');
      else documentElement.setAttribute('data-theme', theme);
      keep('theme', theme);
    });
    effect(() => {
      documentElement.setAttribute('data-density', this.density());
      keep('density', this.density());
    });
    effect(() => keep('keys', this.singleKeys() ? 'on' : 'off'));
  }

  next(): void {
    this.theme.update((theme) => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system');
  }
}

function stored<T extends string>(name: string, values: readonly T[]): T | null {
  try {
    const value = localStorage.getItem(`stowbase.${name}`);
    return values.find((known) => known === value) ?? null;
  } catch {
    // A browser that keeps nothing: the default it is.
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`stowbase.${name}`, value);
  } catch {
    // As above: it holds as long as the page is open.
  }
}
