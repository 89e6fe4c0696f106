import type { Routes } from '@angular/router';
import { mayRunFirst, signedIn, signedOut } from './session/guards';

/** The pages. Titles are what the tab says before the page knows more. */
export const routes: Routes = [
  {
    path: 'first-run',
    title: $localize`First run`,
    canActivate: [mayRunFirst],
    loadComponent: async () => (await import('./first-run/first-run-page')).FirstRunPage,
  },
  {
    path: 'sign-in',
    title: $localize`Sign in`,
    canActivate: [signedOut],
    loadComponent: async () => (await import('./session/sign-in-page')).SignInPage,
  },
  {
    path: 'password',
    title: $localize`Choose a password`,
    loadComponent: async () => (await import('./session/password-page')).PasswordPage,
  },
  {
    // In no guard: what Google puts into the address must be carried to no sign-in page.
    path: 'connect/google',
    title: $localize`Google account`,
    loadComponent: async () => (await import('./destinations/connect/google-return-page')).GoogleReturnPage,
  },
  ...(STOWBASE_DEV_STATES
    ? [
        {
          path: 'dev/states',
          title: 'States',
          loadComponent: async () => (await import('./dev-states/states-page')).StatesPage,
        },
      ]
    : []),
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./shell/shell')).Shell,
    children: [
      {
        path: '',
        pathMatch: 'full',
        title: $localize`Dashboard`,
        loadComponent: async () => (await import('./dashboard/dashboard-page')).DashboardPage,
      },
      {
        path: 'projects',
        title: $localize`Projects`,
        loadChildren: async () => (await import('./projects/projects.routes')).projectRoutes,
      },
      {
        path: 'backups',
        title: $localize`Backups`,
        loadChildren: async () => (await import('./backups/backups.routes')).backupRoutes,
      },
      {
        path: 'destinations',
        title: $localize`Destinations`,
        loadChildren: async () => (await import('./destinations/destinations.routes')).destinationRoutes,
      },
      {
        path: 'schedules',
        title: $localize`Schedules`,
        loadChildren: async () => (await import('./schedules/schedules.routes')).scheduleRoutes,
      },
      {
        path: 'activity',
        title: $localize`Activity`,
        loadComponent: async () => (await import('./activity/activity-page')).ActivityPage,
      },
      {
        path: 'settings',
        title: $localize`Settings`,
        loadChildren: async () => (await import('./settings/settings.routes')).settingsRoutes,
      },
      {
        path: '**',
        title: $localize`Not found`,
        loadComponent: async () => (await import('./shell/not-found-page')).NotFoundPage,
      },
    ],
  },
];
