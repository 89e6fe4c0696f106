import { LOCATION_INITIALIZED } from '@angular/common';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { inject, provideAppInitializer, type ApplicationConfig } from '@angular/core';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withEnabledBlockingInitialNavigation,
  withInMemoryScrolling,
} from '@angular/router';
import { provideApiConfiguration } from './api/api-configuration';
import { routes } from './app.routes';
import { keepSession } from './session/keep-session';
import { Session } from './session/session';
import { nextTurn } from './shell/next-turn';
import { PageTitle } from './shell/page-title';

/** What the whole app shares. */
export const appConfig: ApplicationConfig = {
  providers: [
    // Paths of the document begin with /api already.
    provideApiConfiguration(''),
    provideHttpClient(withInterceptors([keepSession])),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // What index.html shows stays until the first page is there.
      withEnabledBlockingInitialNavigation(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled', anchorScrolling: 'enabled' }),
    ),
    // The app is made, its first address understood and its first page drawn in turns of their own.
    { provide: LOCATION_INITIALIZED, useFactory: nextTurn },
    provideAppInitializer(() => inject(Session).known().then(nextTurn)),
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
