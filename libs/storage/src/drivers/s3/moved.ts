import type { IncomingHttpHeaders } from 'node:http';
import { placeOf, redirected } from '../../http/network-error';
import { StorageError } from '../../storage-error';

export const isMoved = (status: number): boolean => status >= 300 && status < 400;

/** Words of a region: anything else in its place isn't repeated. */
const regionWords = /^[a-z0-9-]{1,64}$/;

/** S3 tells of a bucket in another region by a redirect with the region, rarely with an address. */
export function movedElsewhere(url: URL, headers: IncomingHttpHeaders, body: string): StorageError {
  const header = headers['x-amz-bucket-region'];
  const region = typeof header === 'string' ? header : elementOf(body, 'Region');
  if (region !== undefined && regionWords.test(region)) return wrongRegion(placeOf(url), region);
  const endpoint = elementOf(body, 'Endpoint');
  if (endpoint !== undefined && headers.location === undefined) return redirected(url, `https://${endpoint}/`);
  return redirected(url, headers.location);
}

/** @param region the right one, when the store told it */
export function wrongRegion(place: string, region: string | undefined): StorageError {
  const right = region !== undefined && regionWords.test(region) ? region : undefined;
  return new StorageError(
    'invalid-config',
    `${place} says that the bucket is in another region${right === undefined ? '' : `: ${right}`}.`,
    right === undefined
      ? 'Look up the region of the bucket and set it, with the endpoint of that region.'
      : `Set the region to ${right}, with the endpoint of that region. No permission (s3:ListBucket or another) helps here.`,
    { field: 'region' },
  );
}

const elementOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]{1,255})</${name}>`).exec(xml)?.[1];
