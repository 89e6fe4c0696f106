import { parseStatement, type SqlPart } from '@stowbase/sql-stream';
import { isPlatformRole, isPredefinedRole } from '@stowbase/postgres';
import { dumpParts, type DumpParts, type DumpSession } from '../dump-session';
import { onlySchemasArguments } from '../pg-dump-arguments';
import { catalogueMember } from '../session-preamble';
import { SchemaSplitter } from '../schema-splitter';
import { storeAs } from '../store-dump';
import type { Catalogue } from './catalogue-section';

export function startPlatformDump(session: DumpSession): DumpParts | null {
  const { platform } = session.scope.schemas;
  if (platform.length === 0) return null;
  return dumpParts(session, onlySchemasArguments(session.command, platform, session.scope.skippedInPlatform));
}

/** What the platform owns, for a plain PostgreSQL: roles, schemas, extensions, then definitions and constraints of its schemas. */
export async function storePlatform(session: DumpSession, catalogue: Catalogue, dump: DumpParts | null): Promise<void> {
  const { target, scope, coverage } = session;
  for (const [kind, sql] of catalogue.platform) {
    if (sql !== '') await storeAs(target, { group: 'platform', kind })(Buffer.from(catalogueMember(sql)));
  }
  const { platform } = scope.schemas;
  if (dump !== null) await storeDefinitions(session, catalogue, dump);
  if (scope.skippedInPlatform.length > 0) {
    const names = scope.skippedInPlatform.map((name) => name.join('.')).join(', ');
    coverage.notPermitted('platform', `this role can't read the definitions of ${names}`, platform.length);
  } else {
    coverage.saved('platform', platform.length);
  }
}

async function storeDefinitions(session: DumpSession, catalogue: Catalogue, dump: DumpParts): Promise<void> {
  const splitter = new SchemaSplitter(session.target, { group: 'platform', kind: 'definitions' }, Infinity);
  for await (const batch of dump) {
    for (const part of batch) {
      if (part.type !== 'statement') continue;
      const kept = belongsToPlatform(part, catalogue) ? [{ ...part, lead: newline }] : [];
      await splitter.take(part, kept);
    }
  }
  const { held } = await splitter.finish();
  for (const member of held ?? []) await session.target.addHeld({ group: 'platform', kind: 'constraints' }, member);
}

const newline = Buffer.from('\n');

/** Not the user's own triggers and policies (they are `managed`), nothing that names the user's roles, no setting of a newer major. */
function belongsToPlatform(part: SqlPart & { type: 'statement' }, catalogue: Catalogue): boolean {
  const info = parseStatement(part.text);
  if (info.verb === 'SET' && info.setting?.name === 'transaction_timeout') return false;
  if (info.verb === 'CREATE' && info.objectType === 'SCHEMA') return false;
  if (catalogue.isUsersOwn(info, part.text)) return false;
  const roles = info.role === null ? info.grantees : [...info.grantees, info.role];
  return roles.every((role) => isPlatformRole(role) || isPredefinedRole(role) || role === 'public');
}
