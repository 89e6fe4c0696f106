import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CookieOptions, Request, Response } from 'express';
import { sameSecret } from '../secret-token';
import { PublicAddress } from '../public-address';

/** Angular's names. */
export const xsrfCookie = 'XSRF-TOKEN';
export const xsrfHeader = 'x-xsrf-token';

/** Milliseconds. */
export const deviceLifetime = 180 * 24 * 3600_000;

/** The cookies of a login: the session, the token that our own pages send along with each write, the device. */
@Injectable()
export class LoginCookies {
  constructor(private readonly address: PublicAddress) {}

  sessionSecret(request: Request): string | null {
    return cookieOf(request, this.address.cookieName('sid'));
  }

  deviceSecret(request: Request): string | null {
    return cookieOf(request, this.address.cookieName('device'));
  }

  setSession(response: Response, secret: string): void {
    response.cookie(this.address.cookieName('sid'), secret, this.hidden);
    response.cookie(xsrfCookie, this.xsrfToken(secret), { ...this.hidden, httpOnly: false });
  }

  setDevice(response: Response, secret: string): void {
    response.cookie(this.address.cookieName('device'), secret, { ...this.hidden, maxAge: deviceLifetime });
  }

  clearSession(response: Response): void {
    response.clearCookie(this.address.cookieName('sid'), this.hidden);
    response.clearCookie(xsrfCookie, { ...this.hidden, httpOnly: false });
  }

  /** Known to pages of our origin only; says nothing about the session's secret. */
  xsrfToken(secret: string): string {
    return createHmac('sha256', secret).update('stowbase xsrf 1').digest('base64url');
  }

  hasXsrfToken(request: Request, secret: string): boolean {
    const given = request.headers[xsrfHeader];
    return typeof given === 'string' && sameSecret(given, this.xsrfToken(secret));
  }

  private get hidden(): CookieOptions {
    return { httpOnly: true, secure: this.address.secureCookies, sameSite: 'lax', path: '/' };
  }
}

/** Values of ours are base64url; a name that comes twice is nobody's. */
function cookieOf(request: Request, name: string): string | null {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{1,100}$/.test(value) ? value : null;
}
