import { defineDriver } from '../../driver';
import { s3Fields } from './fields';
import { s3Permissions } from './permissions';
import { s3Presets } from './presets';

/** A bucket of anything that speaks the S3 protocol. */
export const s3 = defineDriver({
  type: 's3',
  title: 'S3-compatible storage',
  summary:
    'A bucket at AWS, Cloudflare R2, Backblaze B2, Wasabi, MinIO, Ceph, Supabase Storage, or another S3 service.',
  envPrefix: 'S3',
  fields: s3Fields,
  capabilities: {
    ranges: true,
    conditions: true,
    versions: true,
    locks: true,
    usage: false,
    maxObjectBytes: 5 * 1024 ** 4,
  },
  stored: true,
  permissions: s3Permissions,
  presets: s3Presets,
  place: ({ endpoint, region, bucket, prefix = '' }) =>
    [new URL(endpoint ?? `https://s3.${region}.amazonaws.com`).host, bucket, prefix.replace(/\/+$/, '')].join('/'),
  async open(config, context) {
    const { openS3 } = await import('./open-s3');
    return openS3(config, context, { limits: context.tuning?.http ?? {} });
  },
});
