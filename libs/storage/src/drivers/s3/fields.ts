import { allowInsecureField, caField } from '../../config/connection-fields';
import type { ConfigOf } from '../../config/config-type';
import type { Field } from '../../config/field';
import { largestPart, smallestPart } from './part-plan';

const signIn = 'Sign in';
const advanced = 'Advanced';

export const s3Fields = [
  {
    name: 'provider',
    label: 'Service',
    help: 'Which rules hold there: R2, for one, wants all parts of an upload to be of one size.',
    kind: 'choice',
    choices: [
      { value: 'aws', label: 'AWS S3' },
      { value: 'r2', label: 'Cloudflare R2' },
      { value: 'minio', label: 'MinIO' },
      { value: 'b2', label: 'Backblaze B2' },
      { value: 'wasabi', label: 'Wasabi' },
      { value: 'ceph', label: 'Ceph' },
      { value: 'supabase', label: 'Supabase Storage' },
      { value: 'other', label: 'Another' },
    ],
    default: 'other',
  },
  {
    name: 'endpoint',
    label: 'Endpoint',
    help: 'The address of the service, without the bucket. Leave it empty for AWS.',
    kind: 'url',
    allowPath: true,
    pattern: {
      source: 'https?://[^/]+(?:/storage/v1/s3)?',
      message: 'must end after the host and port; only Supabase Storage has a path, /storage/v1/s3',
    },
    example: 'https://s3.eu-central-1.wasabisys.com',
  },
  {
    name: 'bucket',
    label: 'Bucket',
    help: 'It has to exist; best one of its own for backups.',
    kind: 'text',
    required: true,
    pattern: {
      source: '(?!.*\\.\\.)[a-z0-9][a-z0-9._\\-]{1,61}[a-z0-9]',
      message:
        'must have 3 to 63 lower-case letters, digits, dots, hyphens or underscores, begin and end with a letter or digit, and have no two dots in a row',
    },
    example: 'acme-backups',
  },
  {
    name: 'region',
    label: 'Region',
    help: 'Where the bucket lies, in the words of the service; auto for R2.',
    kind: 'text',
    default: 'us-east-1',
    pattern: { source: '[a-z0-9\\-]{1,64}', message: 'must have only lower-case letters, digits and hyphens' },
    example: 'eu-central-1',
  },
  {
    name: 'prefix',
    label: 'Prefix',
    help: 'Folders that all backups lie below, separated by "/". Leave it empty for none.',
    kind: 'text',
    pattern: {
      source: '(?!/)(?!.*//)(?!(?:.*/)?\\.\\.?(?:/|$))[^\\\\]*',
      message:
        'must be folders separated by single "/", without "/" at the start, "." or ".." as a folder, or a backslash',
    },
    max: 600,
    example: 'backups/team-a',
  },
  {
    name: 'credentials',
    label: 'Sign in by',
    help: 'An access key; or, for AWS only, what this machine has: environment, profile or role.',
    kind: 'choice',
    choices: [
      { value: 'keys', label: 'Access key' },
      { value: 'machine', label: 'What this machine has (AWS only)' },
    ],
    default: 'keys',
    group: signIn,
  },
  {
    name: 'accessKeyId',
    label: 'Access key ID',
    help: 'Of a key that may use this bucket alone.',
    kind: 'text',
    required: true,
    when: { field: 'credentials', equals: 'keys' },
    group: signIn,
  },
  {
    name: 'secretAccessKey',
    label: 'Secret access key',
    help: 'Shown once by the service when the key is made.',
    kind: 'secret',
    required: true,
    when: { field: 'credentials', equals: 'keys' },
    group: signIn,
  },
  {
    name: 'sessionToken',
    label: 'Session token',
    help: 'Only for temporary keys, which come with one.',
    kind: 'secret',
    when: { field: 'credentials', equals: 'keys' },
    group: advanced,
  },
  {
    name: 'forcePathStyle',
    label: 'Path-style addresses',
    help: 'The bucket stands in the path and not in the host name. Works with nearly every service.',
    kind: 'boolean',
    default: true,
    group: advanced,
  },
  {
    name: 'storageClass',
    label: 'Storage class',
    help: 'Empty for the standard one. Archive classes that must be restored before reading are no place for backups that are checked.',
    kind: 'text',
    pattern: { source: '[A-Za-z0-9_\\-]{1,64}', message: 'must be one word, like STANDARD_IA' },
    example: 'STANDARD_IA',
    group: advanced,
  },
  {
    name: 'sse',
    label: 'Encryption by the service',
    help: 'In addition to what Stowbase encrypts itself. Most services encrypt without being asked.',
    kind: 'choice',
    choices: [
      { value: 'none', label: 'As the bucket says' },
      { value: 'AES256', label: 'Keys of the service (AES256)' },
      { value: 'aws:kms', label: 'A key of AWS KMS' },
    ],
    default: 'none',
    group: advanced,
  },
  {
    name: 'sseKmsKeyId',
    label: 'KMS key',
    help: 'Its ID or ARN; empty for the account’s own key for S3.',
    kind: 'text',
    when: { field: 'sse', equals: 'aws:kms' },
    group: advanced,
  },
  {
    name: 'objectLockDays',
    label: 'Lock for days',
    help: 'So long nobody can delete a backup, not even Stowbase. The bucket needs Object Lock. Keep it shorter than the retention.',
    kind: 'integer',
    min: 1,
    max: 36_500,
    group: advanced,
  },
  {
    name: 'objectLockMode',
    label: 'Kind of lock',
    help: 'Whether somebody with a special right may lift the lock early.',
    kind: 'choice',
    choices: [
      { value: 'GOVERNANCE', label: 'Governance: can be lifted with a special right' },
      { value: 'COMPLIANCE', label: 'Compliance: nobody can lift it' },
    ],
    default: 'GOVERNANCE',
    group: advanced,
  },
  {
    name: 'partSize',
    label: 'Size of parts',
    help: 'The smallest one: large backups have larger parts. Up to five are in memory at once.',
    kind: 'bytes',
    default: 12 * 1024 * 1024,
    min: smallestPart,
    max: largestPart,
    group: advanced,
  },
  {
    name: 'maxParts',
    label: 'Most parts of an object',
    help: '10,000 with nearly every service; Scaleway allows 1,000.',
    kind: 'integer',
    default: 10_000,
    min: 100,
    max: 10_000,
    group: advanced,
  },
  allowInsecureField,
  caField,
] as const satisfies readonly Field[];

/** A checked configuration. */
export type S3Config = ConfigOf<typeof s3Fields>;
