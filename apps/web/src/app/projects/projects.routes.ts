import type { Routes } from '@angular/router';
import { keepUnsaved } from '../feedback/keep-unsaved';

export const projectRoutes: Routes = [
  { path: '', loadComponent: async () => (await import('./list/projects-page')).ProjectsPage },
  {
    path: 'new',
    title: $localize`New project`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./add/new-project-page')).NewProjectPage,
  },
  {
    path: 'bulk',
    title: $localize`Add several projects`,
    canDeactivate: [keepUnsaved],
    loadComponent: async () => (await import('./add/bulk-page')).BulkPage,
  },
  {
    path: ':id',
    title: $localize`Project`,
    loadComponent: async () => (await import('./project/project-page')).ProjectPage,
    children: [
      { path: '', loadComponent: async () => (await import('./project/overview/overview-tab')).OverviewTab },
      { path: 'coverage', loadComponent: async () => (await import('./project/coverage/coverage-tab')).CoverageTab },
      { path: 'schedule', loadComponent: async () => (await import('./project/schedule/schedule-tab')).ScheduleTab },
      { path: 'doctor', loadComponent: async () => (await import('./project/doctor-tab')).DoctorTab },
      {
        path: 'settings',
        canDeactivate: [keepUnsaved],
        loadComponent: async () => (await import('./project/settings/settings-tab')).SettingsTab,
      },
    ],
  },
];
