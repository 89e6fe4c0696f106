import { defineErrors, failWith } from '../errors/api-error';

export const accountErrors = defineErrors({
  SIGN_IN_REQUIRED: {
    status: 401,
    title: 'Sign-in required',
    when: 'The request has no valid login session or API token.',
  },
  TOKEN_INVALID: {
    status: 401,
    title: 'API token not valid',
    when: 'The API token is unknown, expired or revoked, or its user is disabled.',
  },
  LOGIN_FAILED: {
    status: 401,
    title: 'Sign-in failed',
    when: 'E-mail, password or code is wrong, or the account is disabled; which one is not said.',
  },
  NOT_ALLOWED: {
    status: 403,
    title: 'Not allowed',
    when: "The role of the user, or the token's scope, does not allow it.",
  },
  SESSION_ONLY: {
    status: 403,
    title: 'Only for a signed-in person',
    when: 'An API token was used for what only a login session may do, because it could hand out more rights.',
  },
  CROSS_SITE: {
    status: 403,
    title: 'Request from elsewhere',
    when: 'A request with a login cookie does not prove that it comes from our own pages.',
  },
  SETUP_TOKEN_WRONG: {
    status: 403,
    title: 'Wrong setup token',
    when: "The setup token is not the one in the service's log.",
  },
  SETUP_DONE: { status: 404, title: 'Set up already', when: 'The first owner exists already.' },
  BUSY: { status: 429, title: 'Busy', when: 'Too many sign-ins are being checked at this moment.' },
  WRONG_HOST: {
    status: 421,
    title: 'Wrong host name',
    when: 'The request names a host that is not that of PUBLIC_URL, not localhost and no address.',
  },
});

export const fail = failWith(accountErrors);
