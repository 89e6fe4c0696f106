import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { Session } from './session';

/** Pages of the app: for who is signed in. */
export const signedIn: CanActivateFn = async (_route, { url }) => {
  const [session, router] = [inject(Session), inject(Router)];
  await session.known();
  if (session.user() !== null) return true;
  if (session.isSetupOpen()) return router.parseUrl('/first-run');
  return router.createUrlTree(['/sign-in'], { queryParams: url === '/' ? {} : { then: url } });
};

/** The sign-in page is for nobody who is in. */
export const signedOut: CanActivateFn = async () => {
  const [session, router] = [inject(Session), inject(Router)];
  await session.known();
  if (session.isSetupOpen()) return router.parseUrl('/first-run');
  return session.user() === null ? true : router.parseUrl('/');
};

/** The first run makes the account itself, or goes on where its owner left. */
export const mayRunFirst: CanActivateFn = async () => {
  const [session, router] = [inject(Session), inject(Router)];
  await session.known();
  if (session.isSetupOpen() || session.isOwner()) return true;
  return router.parseUrl(session.user() === null ? '/sign-in' : '/');
};
