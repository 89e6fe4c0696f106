import { DestroyRef, DOCUMENT, effect, inject } from '@angular/core';
import { Attention } from '../live/attention';
import { PageTitle } from './page-title';

const icons = { bad: 'favicon-bad.svg', warn: 'favicon-warn.svg' } as const;
const plain = 'favicon.svg';
const signs = { bad: '✕', warn: '!' } as const;

/** The tab says how the projects are, also when it is one of thirty: `2 ✕ · Backups · Stowbase`, and a mark at its icon. Call in an injection context. */
export function badgeTab(): void {
  const attention = inject(Attention);
  const title = inject(PageTitle);
  const link = inject(DOCUMENT).querySelector<HTMLLinkElement>('link[rel="icon"]');
  const show = (mark: string, icon: string): void => {
    title.mark(mark);
    if (link !== null && link.getAttribute('href') !== icon) link.setAttribute('href', icon);
  };
  effect(() => {
    const worst = attention.worst();
    if (worst === null) show('', plain);
    else show(`${attention.count()} ${signs[worst]}`, icons[worst]);
  });
  inject(DestroyRef).onDestroy(() => show('', plain));
}
