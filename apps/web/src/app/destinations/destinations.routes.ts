import type { Routes } from '@angular/router';
import { keepUnsaved } from '../feedback/keep-unsaved';

export const destinationRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./destinations-page')).DestinationsPage },
  {
    path: 'new',
    title: $localize`New destination`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./edit/new-destination-page')).NewDestinationPage,
  },
  { path: 'guide', pathMatch: 'full', redirectTo: 'guide/all' },
  { path: 'guide/:name', loadComponent: async () => (await import('./guide/guide-page')).GuidePage },
  {
    path: ':id',
    title: $localize`Destination`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./edit/destination-page')).DestinationPage,
  },
];
