/** Everything about talking to a PostgreSQL server: connections, client tools, errors in plain words, the doctor. */
export { PostgresError, isRetriable } from './postgres-error';
export type { PostgresErrorCode, PostgresErrorKind, PostgresErrorOptions, PrefilledFields } from './postgres-error';
export { tlsModes } from './settings';
export type { ConnectionSettings, TlsMode, TlsSettings } from './settings';
export { defaultTlsMode, parseConnectionUrl } from './connection-url';
export type { ParsedConnection, ParseOptions } from './connection-url';
export { checkSettings } from './check-settings';
export type { CheckOptions, ConnectionWarning } from './check-settings';
export { formatConnectionUrl } from './format-url';
export { isPrivateHost } from './host-names';
export { describeConnection, splitPoolerUser } from './supabase-hosts';
export type { ConnectionDescription, ConnectionKind } from './supabase-hosts';
export { connect } from './connect';
export { readIssuerPin } from './inspect-stream';
export type { ConnectOptions } from './connect';
export { tlsChecks } from './open-stream';
export type { Connect } from './open-stream';
export { checkCa, readCaFile } from './certificates';
export { translateError, translateToolText } from './translate-error';
export type { ErrorPlace } from './translation';
export { redact } from './redact';
export { chooseClient, findClientTools, installCommand } from './client-tools';
export type { ClientTool } from './client-tools';
export { secureVersion } from './client-versions';
export { ConnectionFiles } from './connection-files';
export type { ConnectionFilesOptions } from './connection-files';
export { sweepRunFolders } from './run-folders';
export { runTool } from './run-tool';
export type { ToolOptions, ToolRun } from './run-tool';
export { findOversizedValues } from './oversized-values';
export type { OversizedValues, ProbeOptions } from './oversized-values';
export { freeConnections } from './free-connections';
export { queryOf, quoteIdentifier } from './query';
export type { Query } from './query';
export { runDoctor } from './doctor/doctor';
export type { DoctorOptions } from './doctor/doctor';
export type { CheckId, CheckStatus, DoctorCheck, DoctorReport } from './doctor/report';
export { unreadableLargeObjects } from './unreadable-large-objects';
/** What of a Supabase project belongs to the platform. */
export {
  isPlatformRole,
  isPlatformSchema,
  isPredefinedRole,
  platformRoleRegex,
  platformSchemaRegex,
} from './platform-names';
export { copyInto } from './copy-into';
export { runStatements, type StatementsOutcome } from './run-statements';
