import { HttpContext, HttpContextToken, HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject, Injector } from '@angular/core';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { SignInAgain } from './sign-in-again';
import { Session } from './session';

/** A request whose 401 is an answer, not the end of the session. */
const isQuiet = new HttpContextToken(() => false);
export const quietly = (): HttpContext => new HttpContext().set(isQuiet, true);

/**
 * Writes carry the token that proves this page asks. When the session has ended, a dialog over the page asks to sign in again, and the request
 * is made once more: nothing typed is lost.
 */
export const keepSession: HttpInterceptorFn = (request, next) => {
  const injector = inject(Injector);
  // Asked for late: the session itself makes requests.
  const withToken = (): typeof request => {
    const token = injector.get(Session).xsrfToken;
    if (token === null || ['GET', 'HEAD'].includes(request.method)) return request;
    return request.clone({ setHeaders: { 'X-XSRF-TOKEN': token } });
  };
  return next(withToken()).pipe(
    catchError((error: unknown) => {
      const ended = error instanceof HttpErrorResponse && error.status === 401;
      if (!ended || request.context.get(isQuiet)) return throwError(() => error);
      return from(injector.get(SignInAgain).ask()).pipe(
        switchMap((signedIn) => (signedIn ? next(withToken()) : throwError(() => error))),
      );
    }),
  );
};
