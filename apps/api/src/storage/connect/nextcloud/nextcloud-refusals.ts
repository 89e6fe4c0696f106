import type { ApiError } from '../../../errors/api-error';
import { shown } from '../../../outgoing/refusals';
import { refused } from '../connect.errors';

const hostOf = (address: string): string => shown(new URL(address).host);

export const noLoginFlow = (address: string): ApiError =>
  refused(
    `No Nextcloud answers at ${hostOf(address)} under this address.`,
    'Enter the address at which you open its files in the browser; when Nextcloud lies in a folder, with that folder.',
    'url',
  );

export const notNextcloud = (address: string): ApiError =>
  refused(
    `What ${hostOf(address)} answered is not what a Nextcloud server answers.`,
    'Check the address, or make an app password in Nextcloud under "Security" and enter it here.',
    'url',
  );

/** Usual behind a proxy whose address Nextcloud was never told. */
export function addressElsewhere(address: string, named: string): ApiError {
  const url = URL.parse(named);
  const to = url === null ? 'somewhere else' : `to ${shown(url.host)} (${url.protocol.replace(':', '')})`;
  return refused(
    `${hostOf(address)} sends the login ${to}, which is not the address that was entered; nothing was sent there.`,
    'Enter the address that Nextcloud calls its own, or correct overwriteprotocol and overwritehost in its config.php.',
    'url',
  );
}
