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
  TOTP_REQUIRED: {
    status: 401,
    title: 'Code needed',
    when: 'E-mail and password are right; the account also asks for a code of its authenticator app.',
  },
  CODE_WRONG: {
    status: 403,
    title: 'Code not accepted',
    when: 'The code of the authenticator app is wrong or was used already, or the recovery code is.',
  },
  PASSWORD_WRONG: {
    status: 403,
    title: 'Wrong password',
    when: 'Something that asks for the password again was tried with a wrong one.',
  },
  WEAK_PASSWORD: {
    status: 400,
    title: 'Password refused',
    when: 'A new password is too short or too long, among the most common ones, or made of words of the product or the user.',
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    title: 'Too many attempts',
    when: 'There were too many wrong passwords or codes; the reply says how long to wait.',
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
  TOTP_ON: { status: 409, title: 'Second factor is on', when: 'The second factor is to be set up, but is on already.' },
  TOTP_OFF: {
    status: 409,
    title: 'Second factor is off',
    when: 'The second factor is to be confirmed or changed, but none is set up.',
  },
  USER_NOT_FOUND: { status: 404, title: 'No such user', when: 'There is no user with this id.' },
  EMAIL_TAKEN: { status: 409, title: 'E-mail taken', when: 'Another user has this e-mail address.' },
  LAST_OWNER: {
    status: 409,
    title: 'Last owner',
    when: 'The only owner who can sign in would be disabled or lose the role.',
  },
  PASSWORD_LINK_INVALID: {
    status: 403,
    title: 'Link not valid',
    when: 'The link for a new password was used, replaced by a newer one or is too old.',
  },
  SESSION_NOT_FOUND: {
    status: 404,
    title: 'No such login session',
    when: 'There is no live login session of yours with this id.',
  },
  TOKEN_NOT_FOUND: {
    status: 404,
    title: 'No such API token',
    when: 'There is no API token with this id that you may revoke, or it is revoked already.',
  },
  BUSY: { status: 429, title: 'Busy', when: 'Too many sign-ins are being checked at this moment.' },
  WRONG_HOST: {
    status: 421,
    title: 'Wrong host name',
    when: 'The request names a host that is not that of PUBLIC_URL, not localhost and no address.',
  },
});

export const fail = failWith(accountErrors);
