/** What we ask of S3: for the words of errors, what it is for and the IAM action that allows it. */
const operations = {
  look: { action: 's3:GetObject', ending: 'looking at an object' },
  read: { action: 's3:GetObject', ending: 'reading an object' },
  list: { action: 's3:ListBucket', ending: 'listing objects' },
  bucket: { action: 's3:ListBucket', ending: 'looking at the bucket' },
  put: { action: 's3:PutObject', ending: 'writing an object' },
  begin: { action: 's3:PutObject', ending: 'beginning an upload in parts' },
  part: { action: 's3:PutObject', ending: 'writing a part' },
  complete: { action: 's3:PutObject', ending: 'completing an upload' },
  lock: { action: 's3:PutObjectRetention', ending: 'locking an object' },
  abort: { action: 's3:AbortMultipartUpload', ending: 'stopping an upload' },
  parts: { action: 's3:ListMultipartUploadParts', ending: 'listing the parts of an upload' },
  uploads: { action: 's3:ListBucketMultipartUploads', ending: 'listing uploads in parts' },
  delete: { action: 's3:DeleteObject', ending: 'deleting an object' },
  'delete-version': { action: 's3:DeleteObjectVersion', ending: 'deleting a version of an object' },
  versioning: { action: 's3:GetBucketVersioning', ending: 'looking at the versions of the bucket' },
  locking: { action: 's3:GetBucketObjectLockConfiguration', ending: 'looking at the locks of the bucket' },
} as const;

export type OperationName = keyof typeof operations;

/** `ending` is read after "while". */
export interface Operation {
  readonly name: OperationName;
  readonly action: string;
  readonly ending: string;
}

export const operation = (name: OperationName): Operation => ({ name, ...operations[name] });
