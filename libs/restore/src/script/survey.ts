import type { Archive, ArchiveMember } from '@stowbase/archive';
import { objectKey } from '../object-key';
import { statementsOf } from '../selection/member-statements';
import { madeBy, type MadeObject } from './made-objects';
import { needsOf, type Needs } from './needs';
import { ownText } from './own-text';
import type { RoleStatements } from './owner/rights';
import type { Reference } from './references';
import { readStatement, type Statement } from './statement';
import type { SurveyedObject } from './unmakeable';

/** Members whose statements are read for a plan; rows, sequence values and large objects are not. */
export const isRead = ({ kind }: ArchiveMember): boolean => kind !== 'data' && kind !== 'large_objects';

/** What the members of kind `roles` make and grant. */
export async function surveyRoles(archive: Archive, members: readonly ArchiveMember[]): Promise<RoleStatements> {
  const made = new Set<string>();
  const grantedToSelf = new Set<string>();
  for (const member of members.filter(({ kind }) => kind === 'roles')) {
    for await (const { part } of statementsOf(archive, member)) {
      if (part.type !== 'statement') continue;
      for (const { info } of readStatement(part.text).inner) {
        if (info.objectType !== 'ROLE' || info.name === null) continue;
        if (info.verb === 'CREATE') made.add(ownText(info.name));
        if (info.verb === 'GRANT' && info.grantees.includes('current_user')) grantedToSelf.add(ownText(info.name));
      }
    }
  }
  return { made, grantedToSelf };
}

/** Everything that statements make, with what it needs. `refuses`: why a statement is not run whatever else is there. */
export async function surveyObjects(
  archive: Archive,
  members: readonly ArchiveMember[],
  refuses: (statement: Statement) => string | null,
): Promise<SurveyedObject[]> {
  const found: SurveyedObject[] = [];
  const names = new Names();
  for (const member of members.filter(isRead)) {
    for await (const { part } of statementsOf(archive, member)) {
      if (part.type !== 'statement') continue;
      for (const statement of makersIn(readStatement(part.text))) {
        const makes = madeBy(statement);
        const [made] = makes;
        if (made === undefined || made.type === 'role' || made.type === 'extension') continue;
        const { on, schema, policy } = statement.info;
        found.push({
          made: names.made(made),
          needs: names.needs(needsOf(statement, makes)),
          refused: refuses(statement),
          policy:
            policy === null || on === null || schema === null
              ? null
              : { table: objectKey.relation(schema, on.name), restrictive: policy.restrictive },
        });
      }
    }
  }
  return found;
}

/** The statement itself, or those that a DO block runs. */
export const makersIn = (statement: Statement): readonly Statement[] =>
  statement.inner.length > 0 ? statement.inner : [statement];

/** Equal references are one object, and no name holds on to its statement. */
class Names {
  private readonly known = new Map<string, Reference>();

  made(made: MadeObject): MadeObject {
    const at = made.at === null ? null : { ...this.reference({ ...made.at, called: false }), routine: made.at.routine };
    return { ...made, name: ownText(made.name), at };
  }

  needs(needs: Needs): Needs {
    return {
      ...needs,
      global: needs.global.map(ownText),
      names: [...new Set(needs.names.map((one) => this.reference(one)))],
    };
  }

  private reference(reference: Reference): Reference {
    const key = `${reference.schema}\0${reference.name}\0${reference.called ? '(' : ''}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const own = { schema: ownText(reference.schema), name: ownText(reference.name), called: reference.called };
    this.known.set(key, own);
    return own;
  }
}
