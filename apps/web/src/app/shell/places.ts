import type { IconName } from '../icons/paths';

export interface Place {
  readonly path: string;
  readonly name: string;
  /** In the bar of phones, where room is short. */
  readonly short?: string;
  readonly icon: IconName;
  /** Reached by `g` and this letter. */
  readonly key: string;
}

/** Where one can go, in this order everywhere. */
export const places: readonly Place[] = [
  { path: '/', name: $localize`Dashboard`, short: $localize`Home`, icon: 'dashboard', key: 'd' },
  { path: '/projects', name: $localize`Projects`, icon: 'projects', key: 'p' },
  { path: '/backups', name: $localize`Backups`, icon: 'backups', key: 'b' },
  { path: '/destinations', name: $localize`Destinations`, icon: 'destinations', key: 't' },
  { path: '/schedules', name: $localize`Schedules`, icon: 'schedules', key: 'c' },
  { path: '/activity', name: $localize`Activity`, icon: 'activity', key: 'a' },
  { path: '/settings', name: $localize`Settings`, icon: 'settings', key: 's' },
];

/** On phones five fit; the others are behind "More". */
export const firstPlaces = ['/', '/projects', '/backups', '/activity'];
