import type { Routes } from '@angular/router';
import { keepUnsaved } from '../feedback/keep-unsaved';

export const scheduleRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./list/schedules-page')).SchedulesPage },
  {
    path: 'new',
    title: $localize`New schedule`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./edit/new-schedule-page')).NewSchedulePage,
  },
  {
    path: ':id',
    title: $localize`Schedule`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./edit/schedule-page')).SchedulePage,
  },
];
