export { ArchiveError, type ArchiveErrorKind, type DamagePlace } from './errors';
export { archiveFileName, slugOf, type ArchiveIdentity, type ToolVersions } from './identity';
export {
  memberKinds,
  parseMemberName,
  type MemberGroup,
  type MemberKind,
  type MemberName,
  type MemberRef,
  type MemberSpec,
} from './members';
export {
  componentIds,
  contentsFormat,
  type BackupType,
  type ComponentId,
  type ComponentStatus,
  type Contents,
  type ContentsComponent,
  type ContentsExtension,
  type ContentsLimit,
  type ContentsTable,
  type ContentsWarning,
  type JsonValue,
} from './contents';
export { archiveFormat, type Compression, type Manifest, type ManifestMember } from './manifest';
export { maxMemberBytes } from './limits';
export type { ArchiveSummary, ArchiveWriterOptions, ByteSink, WriterCounters } from './writer/writer-types';
export { fileSource, type RangeSource } from './reader/range-source';
export type {
  Archive,
  ArchiveMember,
  DamagedMember,
  ReadOptions,
  VerifyLevel,
  VerifyOptions,
  VerifyReport,
} from './reader/archive';
export { commandMarks, readmeText, type HandTarget, type ReadmeOptions } from './readme';
export { ArchiveWriter, HeldMember } from './writer/archive-writer';
export { generateIdentity, parseIdentityFile } from './age/identities';
export { checkRecipients } from './age/recipients';
export { decryptStream, encryptStream } from './age/age-stream';
export { encryptText } from './age/encrypt-text';
export { openArchive } from './reader/open-archive';
export { inspectStream, verifyStream } from './reader/stream';
export { extractArchive } from './reader/extract';
export { salvage, type LostMember, type SalvagedMember, type SalvageReport } from './reader/salvage';
