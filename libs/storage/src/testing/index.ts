export { memoryStorage, type MemoryStorage, type MemoryStorageOptions } from './memory-storage';
export { describeStorage } from './conformance/describe-storage';
export { describeUploads } from './conformance/describe-uploads';
export type {
  StorageAbilities,
  StorageConfig,
  StorageUnderTest,
  UploadAbilities,
  UploadsUnderTest,
} from './conformance/under-test';
export { describeFailingRequests, type FailingRequestsOptions } from './conformance/describe-failing-requests';
export { slowLink, slowLinkLimits } from './conformance/slow-link';
export { describeServerErrors, type ServerDialect } from './conformance/describe-server-errors';
export { countedConnect, type CountedConnect } from './counted-connect';
export { faultyStorage, type StorageFaults } from './faulty-storage';
export { driveErrors, GoogleDouble, reauthentication, revoked, type GoogleEndpoints, type OAuthClient } from './google';
export { davErrors, NextcloudDouble, type NextcloudOptions } from './nextcloud';
export * from './servers';
