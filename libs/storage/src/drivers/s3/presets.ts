import type { Preset } from '../../driver';

/** Words in the hosts that begin with `your-` are to be replaced. */
export const s3Presets: readonly Preset[] = [
  {
    id: 'aws',
    label: 'AWS S3',
    values: { provider: 'aws', region: 'us-east-1', forcePathStyle: false },
    help: 'The region stands beside the bucket in the S3 console. Make an IAM user with the policy from the docs, and an access key for it.',
  },
  {
    id: 'r2',
    label: 'Cloudflare R2',
    values: {
      provider: 'r2',
      endpoint: 'https://your-account-id.r2.cloudflarestorage.com',
      region: 'auto',
      forcePathStyle: true,
    },
    help: 'R2 → Manage API tokens → Create: Object Read & Write for this bucket. The page that follows shows the keys and the endpoint.',
  },
  {
    id: 'minio',
    label: 'MinIO',
    values: {
      provider: 'minio',
      endpoint: 'https://your-minio.example.com:9000',
      region: 'us-east-1',
      forcePathStyle: true,
    },
    help: 'The address of its API, not of its console. Make an access key with the policy from the docs.',
  },
  {
    id: 'b2',
    label: 'Backblaze B2',
    values: {
      provider: 'b2',
      endpoint: 'https://s3.us-west-004.backblazeb2.com',
      region: 'us-west-004',
      forcePathStyle: true,
    },
    help: 'The endpoint stands at the bucket; the region is its second word. Make an application key: the master key does not work.',
  },
  {
    id: 'wasabi',
    label: 'Wasabi',
    values: {
      provider: 'wasabi',
      endpoint: 'https://s3.eu-central-1.wasabisys.com',
      region: 'eu-central-1',
      forcePathStyle: true,
    },
    help: 'The region stands beside the bucket, and in the endpoint. Each object is paid for at least 90 days.',
  },
  {
    id: 'ceph',
    label: 'Ceph',
    values: {
      provider: 'ceph',
      endpoint: 'https://your-rgw.example.com',
      region: 'us-east-1',
      forcePathStyle: true,
    },
    help: 'The address of the object gateway (radosgw). Keys come from "radosgw-admin user create".',
  },
  {
    id: 'supabase',
    label: 'Supabase Storage',
    values: {
      provider: 'supabase',
      endpoint: 'https://your-project-ref.storage.supabase.co/storage/v1/s3',
      region: 'us-east-1',
      forcePathStyle: true,
    },
    help: 'Project settings → Storage → S3 shows endpoint and region and makes access keys. Use another project than the one that is backed up.',
  },
];
