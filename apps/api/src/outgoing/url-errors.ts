import { OutgoingError } from './outgoing-error';
import { shown } from './refusals';

export const urlInvalid = (): OutgoingError =>
  new OutgoingError(
    'URL_INVALID',
    'The address is not an http:// or https:// URL.',
    'Enter a whole URL such as https://hooks.example.com/backup.',
  );

export const urlWithLogin = (): OutgoingError =>
  new OutgoingError(
    'URL_INVALID',
    'The URL holds a user name or password.',
    'Take it out of the URL and enter it in the fields meant for it.',
  );

/** Said when the host is known to be public: in a private network plain http is a choice of its owner. */
export const insecureUrl = (host: string): OutgoingError =>
  new OutgoingError(
    'INSECURE_URL',
    `With http:// everything sent to ${shown(host)} can be read and changed on its way.`,
    'Use https://, or allow the insecure connection explicitly.',
  );
