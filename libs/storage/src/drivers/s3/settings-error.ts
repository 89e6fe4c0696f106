import { StorageError } from '../../storage-error';
import { wrongRegion } from './moved';
import type { Refusal } from './refusal';
import type { Asked } from './s3-error';

const wrongRegions = new Set([
  'AuthorizationHeaderMalformed',
  'IllegalLocationConstraintException',
  'InvalidLocationConstraint',
  'InvalidRegion',
  'InvalidRegionName',
  'PermanentRedirect',
  'TemporaryRedirect',
]);

/** What the store says that our settings are wrong with. */
export function settingsError({ code, region, message }: Refusal, asked: Asked, cause: Error): StorageError | null {
  const { place, bucket, operation } = asked;
  const wrong = (field: string, sentence: string, nextStep: string): StorageError =>
    new StorageError('invalid-config', sentence, nextStep, { field, cause });
  if (wrongRegions.has(code)) return wrongRegion(place, region);
  if (code === 'NoSuchBucket') return noSuchBucket(place, bucket, operation.action, cause);
  if (code === 'InvalidBucketName') {
    return wrong('bucket', `${place} takes "${bucket}" for no name of a bucket.`, 'Check the name of the bucket.');
  }
  if (code === 'InvalidStorageClass') {
    return wrong(
      'storageClass',
      `${place} does not know this storage class.`,
      'Look its classes up, or leave it empty.',
    );
  }
  if (code.startsWith('KMS.') || code.startsWith('Kms')) {
    return wrong(
      'sseKmsKeyId',
      `${place} can not use the KMS key (${code}).`,
      'Check its ARN and region, and allow kms:GenerateDataKey and kms:Decrypt.',
    );
  }
  if (code === 'EntityTooSmall') {
    return wrong('partSize', `${place} wants larger parts than were sent.`, 'Set larger parts for this destination.');
  }
  if (/object.?lock/i.test(code + message) || (asked.locks && code === 'InvalidRequest')) {
    return wrong(
      'objectLockDays',
      `The bucket "${bucket}" does not take locks: it was made without Object Lock.`,
      'Turn Object Lock on for the bucket, or leave the days of the lock empty.',
    );
  }
  return null;
}

export const noSuchBucket = (place: string, bucket: string, action: string, cause?: Error): StorageError =>
  new StorageError(
    'invalid-config',
    `There is no bucket "${bucket}" at ${place} (it was asked for ${action}).`,
    'Check name, endpoint and region, or create the bucket.',
    { field: 'bucket', cause },
  );
