export { SqlStreamError, type SqlStreamErrorKind } from './errors';
export { partBytes } from './part';
export type {
  CopyBeginPart,
  CopyDataPart,
  CopyEndPart,
  CopyTarget,
  MetaPart,
  RestPart,
  SqlPart,
  StatementPart,
} from './part';
export { SqlScanner, type SqlScannerOptions } from './scanner/sql-scanner';
export { splitStatements } from './scanner/split-statements';
export { dollarQuote, quoteIdent, quoteLiteral } from './writing/quote';
export type { QualifiedName } from './statement/names';
export { parseStatement } from './statement/parse-statement';
export type { AlterAction, Privilege, StatementInfo } from './statement/statement-info';
export { Tokens, type Token } from './statement/tokens';
export {
  allowedSettings,
  excludedFromData,
  excludedFromSchema,
  isReservedRole,
  matchesSchemaPattern,
  reservedRolePatterns,
} from './rules/lists';
export { isPostStatement } from './cut/classify';
export { SchemaCut, cutSchema, type CutPlace } from './cut/schema-cut';
export { LargeObjectRewriter } from './large-objects/large-object-rewriter';
export { SettingsTracker } from './settings/settings-tracker';
export { RuleSet, type RuleSetName } from './rules/rule-set';
export type { RuleContext, RuleWarning } from './rules/rule';
export { cliLineRules, type CliSection, type LineTransform } from './rules/cli/cli-line-rules';
