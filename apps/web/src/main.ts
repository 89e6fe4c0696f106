import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app/app';
import { appConfig } from './app/app.config';
import { dayText } from './app/format/day';
import { viewerZone } from './app/format/moment';
import { nextTurn } from './app/shell/next-turn';

// Most visits are to the dashboard: what it is made of comes while the service is being asked who is signed in.
if (location.pathname === '/') {
  void Promise.allSettled([
    import('./app/shell/shell'),
    import('./app/dashboard/dashboard-page'),
    import('./app/dashboard/projects/projects-card'),
  ]);
  // The first date that a browser formats costs a slow phone 50 ms: while nothing is shown that would have to wait for it.
  setTimeout(() => dayText(new Date().toISOString().slice(0, 10)));
  setTimeout(viewerZone);
}

// In a turn of its own: reading the program was long enough.
nextTurn()
  .then(() => bootstrapApplication(App, appConfig))
  .catch((error: unknown) => console.error(error));
