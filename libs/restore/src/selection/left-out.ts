import { objectKey } from '../object-key';
import { tableText } from '../table-name';
import type { TargetFacts } from '../target/target-facts';
import { qualified } from './archive-index';
import { withoutMissingRoles } from './missing-roles';
import type { TableFamily } from './table-family';
import type { TablePart } from './table-parts';

/** Why a statement of a selected table isn't run. `named`: people read it, else it goes with something that is named already. */
export interface LeftOut {
  readonly reason: string;
  readonly named: boolean;
}

export interface LeftOutContext {
  readonly facts: TargetFacts | undefined;
  /** Tables that keep their names; those of other families are there under another one. */
  readonly kept: TableFamily | undefined;
  /** Roles that are there when the statements run; null when that isn't known. */
  readonly roles: ReadonlySet<string> | null;
}

export const quietly: LeftOut = { reason: 'It is about something that is left out.', named: false };

/** Whether a statement stays out by itself; what is said of something that was left out before is the caller's to know. */
export function leftOut(part: TablePart, text: Buffer, context: LeftOutContext): LeftOut | null {
  switch (part.kind) {
    case 'trigger':
      return onCopy(part, `The trigger ${part.named} is left out: it would run on the copy too.`);
    case 'rule':
      return onCopy(part, `The rule ${part.named} is left out: it would work on the copy too.`);
    case 'publication':
      return publication(part, context);
    case 'partition':
    case 'index partition':
      return attachment(part);
    case 'foreign key':
      return foreignKey(part, context);
    case 'policy':
      return policy(part, text, context);
    case 'table':
    case 'sequence':
    case 'identity':
    case 'sequence value':
    case 'owner':
    case 'other':
      return null;
  }
}

function onCopy({ family, info }: TablePart, reason: string): LeftOut | null {
  if (family.rename === null) return null;
  return info.verb === 'CREATE' ? { reason, named: true } : quietly;
}

function publication({ family, info }: TablePart, { facts }: LeftOutContext): LeftOut | null {
  if (family.rename !== null) {
    return { reason: `The copy is not published: ${info.name} has the table itself.`, named: true };
  }
  if (facts === undefined || facts.objects.has(objectKey.publication(info.name ?? ''))) return null;
  return { reason: `The publication ${info.name} is not on the target.`, named: true };
}

/** A partition whose parent isn't selected is a table of its own. */
function attachment({ family, info, kind }: TablePart): LeftOut | null {
  const parent = qualified(info);
  if (parent !== null && family.owns(parent)) return null;
  if (kind === 'index partition' || parent === null) return quietly;
  return { reason: `It comes back as a table of its own, not as a partition of ${tableText(parent)}.`, named: true };
}

function foreignKey({ family, info }: TablePart, { facts, kept }: LeftOutContext): LeftOut | null {
  const references = info.references === null ? null : qualified(info.references);
  if (references === null || facts === undefined) return null;
  const comesBack = family.owns(references) || kept?.owns(references) === true;
  if (comesBack || facts.objects.has(objectKey.relation(references.schema, references.name))) return null;
  const reason = `The foreign key ${info.part} is left out: ${tableText(references)} is neither on the target nor selected.`;
  return { reason, named: true };
}

function policy({ info }: TablePart, text: Buffer, { roles }: LeftOutContext): LeftOut | null {
  if (roles === null) return null;
  const without = withoutMissingRoles(text, info, roles);
  return 'reason' in without ? { reason: without.reason, named: true } : null;
}
