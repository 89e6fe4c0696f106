import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';

// Most visits are to the dashboard: what it is made of comes while the service is being asked who is signed in.
if (location.pathname === '/') {
  void Promise.allSettled([import('./app/shell/shell'), import('./app/dashboard/dashboard-page')]);
}

bootstrapApplication(App, appConfig).catch((error: unknown) => console.error(error));
