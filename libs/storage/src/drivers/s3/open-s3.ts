import { trustedCertificates } from '../../config/connection-fields';
import type { DriverContext } from '../../driver';
import { openHttp } from '../../http/http-client';
import type { HttpClient, HttpLimits } from '../../http/http-types';
import { placeOf } from '../../http/network-error';
import type { Storage } from '../../storage';
import { StorageError } from '../../storage-error';
import { withPrefix } from '../../wrappers/with-prefix';
import type { S3Config } from './fields';
import { usualPatience, type Patience } from './repeated';
import { requestHandler } from './request-handler';
import { S3Requests } from './s3-requests';
import { S3Storage } from './s3-storage';
import { S3Client, type S3ClientConfig } from './sdk';
import { StoreClock } from './store-clock';

/** Only tests shorten them. */
export interface S3Tuning {
  readonly limits?: Partial<HttpLimits>;
  readonly patience?: Patience;
  /** Stands between the SDK and the network. */
  readonly http?: (http: HttpClient) => HttpClient;
}

/** @throws StorageError `invalid-config` */
export function openS3(config: S3Config, context: DriverContext, tuning: S3Tuning = {}): Storage {
  const endpoint = endpointOf(config);
  const { allowInsecure, bucket, prefix = '' } = config;
  const plain = openHttp(context.connect, {
    allowInsecure,
    ca: trustedCertificates(config.ca),
    ...(tuning.limits === undefined ? {} : { limits: tuning.limits }),
  });
  const http = tuning.http?.(plain) ?? plain;
  const clock = new StoreClock();
  const client = new S3Client(clientConfig(config, requestHandler(http, clock)));
  const place = placeOf(endpoint);
  const storage = new S3Storage({
    requests: new S3Requests(client, { bucket, place, locks: config.objectLockDays !== undefined }),
    clock,
    place,
    encrypted: endpoint.protocol === 'https:',
    rules: config,
    limits: { partBytes: config.partSize, maxParts: config.maxParts, equalParts: config.provider === 'r2' },
    patience: tuning.patience ?? usualPatience,
    async close() {
      client.destroy();
      await http.close();
    },
  });
  return withPrefix(storage, prefix);
}

/** What this machine has is shown to AWS only: a token of it would go along with every request. */
function endpointOf({ endpoint, region, credentials }: S3Config): URL {
  if (endpoint === undefined) return new URL(`https://s3.${region}.amazonaws.com`);
  const url = new URL(endpoint);
  const isAws = url.protocol === 'https:' && /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/.test(url.hostname);
  if (credentials === 'keys' || isAws) return url;
  throw new StorageError(
    'invalid-config',
    'The credentials of this machine are only used with AWS, and the endpoint is another one.',
    'Set an access key for this service, or leave the endpoint empty.',
    { field: 'credentials' },
  );
}

/** Everything is said, so that no variable and no file of this machine changes where requests go. */
function clientConfig(config: S3Config, handler: ReturnType<typeof requestHandler>): S3ClientConfig {
  const { endpoint, region, forcePathStyle, accessKeyId, secretAccessKey, sessionToken } = config;
  return {
    region,
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        }),
    requestHandler: handler,
    // Repeated by us, part by part: one layer of retries, which looks before it publishes again.
    maxAttempts: 1,
    // Older stores take no others, or store the framing of the checksum with the bytes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    expectContinueHeader: false,
    followRegionRedirects: false,
    ignoreConfiguredEndpointUrls: true,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    useAccelerateEndpoint: false,
    useArnRegion: false,
    disableMultiregionAccessPoints: true,
    defaultsMode: 'standard',
  };
}
