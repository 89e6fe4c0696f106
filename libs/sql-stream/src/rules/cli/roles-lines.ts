import { allowedSettings, reservedRolePatterns } from '../lists';
import { restrictLine, type LineRule } from './schema-lines';

const any = (patterns: readonly string[]): string =>
  patterns.map((pattern) => pattern.replaceAll('.', '[^\\n]')).join('|');

/** The roles chain, in its order; {@link ParameterGrants} goes before it. */
export function rolesLineRules(): LineRule[] {
  const roles = any(reservedRolePatterns);
  return [
    restrictLine,
    [new RegExp(`^CREATE ROLE "(?:${roles})"`), '-- $&'],
    [new RegExp(`^ALTER ROLE "(?:${roles})"`), '-- $&'],
    [/ (?:NOSUPERUSER|NOREPLICATION)/g, ''],
    [new RegExp(`^-- ([^\\n]* SET "(?:${any(allowedSettings)})" [^\\n]*)`), '$1'],
    [new RegExp(`GRANT "[^\\n]*" TO "(?:${roles})"`), '-- $&'],
  ];
}
