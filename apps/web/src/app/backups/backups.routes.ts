import type { Routes } from '@angular/router';

export const backupRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./list/backups-page')).BackupsPage },
  {
    path: ':id',
    title: $localize`Backup`,
    loadComponent: async () => (await import('./run/run-page')).RunPage,
  },
];
