import { keyText } from '../object-key';
import type { Comparison } from '../report';
import { applyChange, compareAcl, type Acl, type AclChange } from './acl/acl';
import { allBits } from './acl/privilege-bits';
import { objectsWithPrivileges, type ObjectPrivileges } from './acl/read-privileges';
import type { ComparisonInput } from './comparison-input';
import { compareDefaultPrivileges } from './default-privileges';
import { Findings } from './findings';

/**
 * Who may do what, computed from the archive's GRANTs and REVOKEs and what PostgreSQL gives by itself, against what the target says.
 * `privileges`: missing, or not taken back on what was there before. `extra_privileges`: on what this restore made, somebody may do what
 * the source never allowed.
 */
export async function comparePrivileges(input: ComparisonInput): Promise<Comparison[]> {
  const { expected } = input;
  const privileges = new Findings('privileges');
  const extra = new Findings('extra_privileges');
  const columnsSeen = new Set<string>();
  for await (const object of objectsWithPrivileges(input)) {
    if (object.kind === 'column') columnsSeen.add(object.key);
    privileges.looked();
    extra.looked();
    judge(input, object, privileges, extra);
  }
  // A column without privileges of its own isn't among them.
  for (const [key, { kind, changes }] of expected.privileges) {
    if (kind !== 'column' || columnsSeen.has(key)) continue;
    privileges.looked();
    judge(input, bareColumn(key, changes), privileges, extra);
  }
  for (const { what, text } of expected.skipped) if (what === 'privileges') privileges.cannot(text);
  const defaults = await compareDefaultPrivileges(input, extra);
  return [...privileges.comparisons(), ...defaults, ...extra.comparisons()];
}

function judge({ facts }: ComparisonInput, object: ObjectPrivileges, privileges: Findings, extra: Findings): void {
  const all = allBits(object.kind, facts.serverVersionNum);
  const after = (changes: readonly AclChange[]): Acl => {
    const acl: Acl = new Map(object.base);
    for (const change of changes) applyChange(acl, change, all);
    return acl;
  };
  const { actual, owner, changes } = object;
  const name = nameOf(object.key);
  const certain = compareAcl(after(changes.filter(({ guarded }) => guarded !== true)), actual, owner);
  const allowed = compareAcl(after(changes), actual, owner);
  for (const { grantee, privileges: what } of certain.missing) privileges.differs(`${name}: ${grantee} lacks ${what}`);
  for (const one of allowed.missing) {
    if (certain.missing.some(({ grantee }) => grantee === one.grantee)) continue;
    privileges.cannot(`${name}: ${one.grantee} could not be given ${one.privileges}`);
  }
  for (const { grantee, privileges: what } of allowed.extra) {
    (object.isNew ? extra : privileges).differs(`${name}: ${grantee} has ${what}, at the source it had not`);
  }
}

const bareColumn = (key: string, changes: readonly AclChange[]): ObjectPrivileges => ({
  ...{ key, kind: 'column', owner: '', base: new Map(), actual: new Map(), changes, isNew: false },
});

const nameOf = (key: string): string => keyText(key);
