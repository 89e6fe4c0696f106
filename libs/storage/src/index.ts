export {
  abortWithinMs,
  maxChunkBytes,
  type CreateOptions,
  type ExpectedContent,
  type GetOptions,
  type Storage,
  type StorageFacts,
  type StorageUsage,
  type StoredObject,
  type UnfinishedUpload,
  type Upload,
  type UploadRetry,
  type UploadState,
} from './storage';
export { StorageError, type StorageErrorKind } from './storage-error';
export { ContentDigest } from './content-digest';
export { checkKey, checkPrefix, maxKeyBytes, maxSegmentBytes } from './keys';
export type { Field, FieldChoice, FieldKind, JsonScalar } from './config/field';
export type { CheckedConfig } from './config/check-fields';
export type { ConfigOf } from './config/config-type';
export { ConfigProblems, type FieldMessage } from './config/config-problems';
export { shortFile, variableText, type Environment, type VariableText } from './config/variable-text';
export { environmentDestination, type EnvironmentDestination } from './config/environment-destination';
export {
  checkConfig,
  defineDriver,
  environmentNames,
  secretFields,
  type AnyDriver,
  type Driver,
  type DriverCapabilities,
  type DriverContext,
  type DriverDescription,
  type DriverTuning,
  type OutgoingConnect,
  type OutgoingTarget,
  type Preset,
} from './driver';
export { drivers } from './drivers';
export { defaultLaneBytes, Lane, type LaneResult } from './fan-out/lane';
export { FanOut } from './fan-out/fan-out';
export { probeCheckTitles } from './probe/probe-report';
export type { CheckStatus, ProbeCheck, ProbeCheckId, ProbeReport, ProvenAbilities } from './probe/probe-report';
export { putBuffer } from './put-buffer';
export { Bandwidth, type BandwidthClock } from './wrappers/bandwidth';
export type { StorageMetrics, StorageOperation } from './wrappers/storage-metrics';
export { withBandwidthLimit } from './wrappers/with-bandwidth-limit';
export { withMetrics } from './wrappers/with-metrics';
export { withPrefix } from './wrappers/with-prefix';
export { withRetries, type RetryOptions } from './wrappers/with-retries';
export { RuledUpload, type UploadSteps } from './ruled-upload';
export { exactStream } from './exact-stream';
export { browserUpload, type BrowserTarget } from './drivers/browser-download/browser-upload';
export { probe, type ProbeOptions } from './probe/probe';
export { caField, trustedCertificates } from './config/connection-fields';
