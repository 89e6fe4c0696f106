/** By check of the probe: the IAM actions that it needs. */
export const s3Permissions = {
  reach: 's3:GetObject',
  'sign-in': 's3:GetObject and s3:ListBucket',
  write: 's3:PutObject',
  read: 's3:GetObject',
  range: 's3:GetObject',
  list: 's3:ListBucket',
  abort: 's3:PutObject, s3:AbortMultipartUpload and s3:ListMultipartUploadParts',
  conditions: 's3:PutObject',
  delete: 's3:DeleteObject, in a bucket with versions s3:DeleteObjectVersion',
  gone: 's3:GetObject and s3:ListBucket',
} as const;
