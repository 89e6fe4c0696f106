import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { fail } from '../accounts.errors';
import { PublicAddress } from '../public-address';
import { LoginCookies } from '../sessions/login-cookies';

/** Browsers send cookies along with what other sites make them ask: only our own pages may write by them (security.md, "CSRF"). */
@Injectable()
export class CrossSite {
  constructor(
    private readonly address: PublicAddress,
    private readonly cookies: LoginCookies,
  ) {}

  /**
   * A request with a login cookie.
   * @throws ApiError `CROSS_SITE`
   */
  checkCookie(request: Request, sessionSecret: string): void {
    this.checkOrigin(request);
    if (isRead(request)) return;
    const { origin } = request.headers;
    if (origin === undefined && request.headers['sec-fetch-site'] === undefined) {
      throw refused('A write by login cookie needs an Origin or Sec-Fetch-Site header, which browsers send.');
    }
    if (!this.cookies.hasXsrfToken(request, sessionSecret)) {
      throw refused('A write by login cookie needs the X-XSRF-TOKEN header of this session.');
    }
  }

  /**
   * Any request without an API token, also one that needs no login: what a browser says about its page must not name another site.
   * @throws ApiError `CROSS_SITE`
   */
  checkOrigin(request: Request): void {
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const navigation = isRead(request) && request.headers['sec-fetch-mode'] === 'navigate';
    if (site !== undefined && site !== 'same-origin' && !navigation) {
      throw refused('The browser says that another site made this request (Sec-Fetch-Site).');
    }
    if (origin !== undefined && origin !== this.address.origin) {
      throw refused('The Origin header does not name the address of this service (PUBLIC_URL).');
    }
  }
}

const isRead = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD';

const refused = (detail: string): Error =>
  fail('CROSS_SITE', detail, { nextStep: 'Use the pages of this service under its PUBLIC_URL, or an API token.' });
