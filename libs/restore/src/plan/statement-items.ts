import type { ArchiveMember } from '@stowbase/archive';
import type { StatementPart } from '@stowbase/sql-stream';
import { objectKey } from '../object-key';
import type { RestoreMode } from '../request';
import type { FullScript } from '../script/full-script';
import { madeBy, type MadeObject } from '../script/made-objects';
import { whyMissing } from '../script/missing-extensions';
import type { Decision } from '../script/restore-script';
import type { Ruling } from '../script/ruling';
import { readStatement, type Statement } from '../script/statement';
import { subjectOf } from '../script/subject';
import type { TargetFacts } from '../target/target-facts';
import { cronJobOf } from './cron-job';
import type { ItemList } from './item-list';
import type { PlanAction, PlanItem } from './restore-plan';

export interface ItemContext {
  readonly script: FullScript;
  readonly facts: TargetFacts;
  readonly mode: RestoreMode;
  /** A restore in steps goes on: what it made is there. */
  readonly resumed: boolean;
  readonly items: ItemList;
}

/** How a block treats what is there: `kept` as it is; `overwritten` in place; null: it doesn't ask, or goes by that. */
type Guard = 'kept' | 'overwritten' | null;

/** Adds what one statement means for the target. `decision` is that of the script as it will be run. */
export function addItems(context: ItemContext, part: StatementPart, member: ArchiveMember, decision: Decision): void {
  if (decision.do === 'skip' && decision.unasked === true) return;
  const judged = context.script.judge(part, member);
  const ruling: Ruling = decision.do === 'skip' ? { do: 'skip', reason: decision.reason } : judged.ruling;
  const asItStands = decision.do === 'skip' || decision.text === part.text;
  const statement =
    (asItStands ? judged.statement : null) ?? readStatement(decision.do === 'run' ? decision.text : part.text);
  if (statement.inner.length === 0 && statement.info.verb !== 'DO') return addOne(context, statement, ruling, null);
  addBlock(context, statement, ruling, member);
}

function addBlock(context: ItemContext, block: Statement, ruling: Ruling, member: ArchiveMember): void {
  switch (member.kind) {
    case 'roles':
      for (const inner of block.inner) if (inner.info.verb === 'CREATE') addRole(context, inner);
      return;
    case 'extensions':
      for (const inner of block.inner) if (inner.info.objectType === 'EXTENSION') addExtension(context, inner);
      return;
    case 'preamble':
    case 'schemas':
    case 'refresh':
      return;
    case 'cron':
      return addCronJob(context, block);
    default:
      for (const inner of block.inner) {
        if (inner.info.verb === 'CREATE') addOne(context, inner, ruling, guardOf(inner));
      }
  }
}

/** Supabase makes this function in a new project whose owner asked for row security on every new table; the backup has the same one. */
const automaticRowSecurity = objectKey.routine('public', 'rls_auto_enable', '');

/** A trigger of `managed` is made OR REPLACE; publications stand behind IF NOT EXISTS. A policy that is there would stay, with other rights. */
function guardOf({ info }: Statement): Guard {
  if (info.objectType === 'PUBLICATION') return 'kept';
  return info.objectType === 'TRIGGER' && info.orReplace ? 'overwritten' : null;
}

function addOne(context: ItemContext, statement: Statement, ruling: Ruling, guard: Guard): void {
  const { items } = context;
  const made = madeBy(statement);
  if (made.length === 0) return addChange(context, statement, ruling);
  for (const one of made) {
    const { type, name, key } = one;
    if (ruling.do === 'skip') items.add({ action: 'skip', type, name, key, reason: ruling.reason });
    else {
      items.add(onTarget(context, one, guard));
      if (ruling.do === 'rewrite') items.rewrite(key, ruling.reason);
    }
  }
}

/** A statement about something that is there: only what it can't do is named, and not when the thing itself was named. */
function addChange({ items }: ItemContext, statement: Statement, ruling: Ruling): void {
  if (ruling.do === 'run') return;
  const { info } = statement;
  const subject = subjectOf(statement);
  if (subject !== null && items.actionOf(subject) === 'skip') return;
  if (info.action === 'OWNER TO' && subject !== null && items.rewrite(subject, ruling.reason)) return;
  if (ruling.reason.startsWith('Not restorable')) return;
  items.note(ruling.do, kindOfChange(statement), nameOfChange(statement), ruling.reason);
}

function kindOfChange({ info }: Statement): string {
  if (info.objectType === 'DEFAULT PRIVILEGES') return 'default privileges';
  if (info.verb === 'GRANT' || info.verb === 'REVOKE') return 'privileges';
  if (info.action === 'OWNER TO') return 'owner';
  if (info.verb === 'COMMENT') return 'comment';
  return (info.objectType ?? info.verb).toLowerCase();
}

function nameOfChange({ info }: Statement): string {
  const { objectType, schema, name, on, role } = info;
  if (objectType === 'DEFAULT PRIVILEGES') return `of role ${role ?? ''}${schema === null ? '' : ` in ${schema}`}`;
  if (objectType === 'USER MAPPING') return `${role ?? ''} on ${name ?? ''}`;
  if (on !== null) return `${name ?? ''} on ${on.schema ?? ''}.${on.name}`;
  return schema === null || name === schema ? (name ?? info.verb.toLowerCase()) : `${schema}.${name ?? ''}`;
}

function onTarget({ facts, mode, resumed, items }: ItemContext, made: MadeObject, guard: Guard): PlanItem {
  const { type, name, key } = made;
  const taken = [key, ...made.takes].find((one) => facts.objects.has(one));
  const item = (action: PlanAction, reason: string | null, of = key): PlanItem => ({
    ...{ action, type, name, key: of, reason },
  });
  if (taken === undefined) return item('create', null);
  if (type === 'schema' || guard === 'kept') return item('skip', 'It is there already and stays.');
  if (resumed) return item('skip', 'It is there already, from the restore that goes on.');
  if (key === automaticRowSecurity && facts.kind !== 'plain') {
    return item('create', 'The one that the platform made is overwritten.');
  }
  if (mode !== 'replace') {
    return item('conflict', taken === key ? 'It is there already.' : 'Something else of its name is there already.');
  }
  if (guard === 'overwritten') return item('create', 'The one that is there is overwritten.');
  const table = tableOf(key);
  const goesAlong = taken === key && table !== null && items.actionOf(table) === 'replace';
  if (goesAlong) return item('create', 'The one that is there goes with its table.');
  return item('replace', 'The one that is there is dropped first.', taken);
}

/** The key of the table that a trigger, policy, rule or constraint is on. */
function tableOf(key: string): string | null {
  const [kind = '', schema, table] = JSON.parse(key) as string[];
  const isPart = /^(trigger|policy|rule|constraint)$/.test(kind);
  return isPart && schema !== undefined && table !== undefined ? objectKey.relation(schema, table) : null;
}

function addRole({ facts, items }: ItemContext, { info }: Statement): void {
  if (info.objectType !== 'ROLE' || info.name === null) return;
  const key = objectKey.role(info.name);
  const item = { type: 'role', name: info.name, key };
  if (facts.roles.has(info.name))
    items.add({ ...item, action: 'skip', reason: 'It is there already and is left as it is.' });
  else if (!facts.superuser && !facts.createRole) {
    items.add({ ...item, action: 'skip', reason: `${facts.user} may not make roles.` });
  } else items.add({ ...item, action: 'create', reason: null });
}

function addExtension({ facts, items }: ItemContext, { info }: Statement): void {
  if (info.name === null) return;
  const item = { type: 'extension', name: info.name, key: objectKey.extension(info.name) };
  const missing = whyMissing(info.name, facts);
  if (facts.installedExtensions.has(info.name)) items.add({ ...item, action: 'skip', reason: 'It is there already.' });
  else if (missing !== null) items.add({ ...item, action: 'skip', reason: `It ${missing}.` });
  else items.add({ ...item, action: 'create', reason: null });
}

/** pg_cron takes a job of a known name for a change of that one. */
function addCronJob({ facts, mode, resumed, items }: ItemContext, block: Statement): void {
  const job = cronJobOf(block.text);
  if (job === null) return;
  const key = job.name === null ? null : objectKey.cronJob(job.name);
  const item = { type: 'cron job', name: job.name ?? `without a name (${job.schedule})`, key };
  const missing = whyMissing('pg_cron', facts);
  if (missing !== null) items.add({ ...item, action: 'skip', reason: `Extension pg_cron ${missing}.` });
  else if (key === null || !facts.objects.has(key)) items.add({ ...item, action: 'create', reason: null });
  else if (resumed)
    items.add({ ...item, action: 'skip', reason: 'It is there already, from the restore that goes on.' });
  else if (mode === 'replace')
    items.add({ ...item, action: 'replace', reason: 'The one that is there is dropped first.' });
  else items.add({ ...item, action: 'conflict', reason: 'It is there already.' });
}
