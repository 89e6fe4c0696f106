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
    provideAppInitializer(() => inject(Session).known()),
    { provide: TitleStrategy, useExisting: PageTitle },
  ],
};
