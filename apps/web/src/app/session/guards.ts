import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { Session } from './session';

/** Pages of the app: for who is signed in. */
export const signedIn: CanActivateFn = (_route, { url }) => {
  const session = inject(Session);
  if (session.user() !== null) return true;
  const router = inject(Router);
  if (session.isSetupOpen()) return router.parseUrl('/first-run');
  return router.createUrlTree(['/sign-in'], { queryParams: url === '/' ? {} : { then: url } });
};

/** The sign-in page is for nobody who is in. */
export const signedOut: CanActivateFn = () => {
  const session = inject(Session);
  if (session.isSetupOpen()) return inject(Router).parseUrl('/first-run');
  return session.user() === null ? true : inject(Router).parseUrl('/');
};

/** The first run makes the account itself, or goes on where its owner left. */
export const mayRunFirst: CanActivateFn = () => {
  const session = inject(Session);
  if (session.isSetupOpen() || session.isOwner()) return true;
  return inject(Router).parseUrl(session.user() === null ? '/sign-in' : '/');
};
