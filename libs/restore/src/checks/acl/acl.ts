import { bitsText, letterBit } from './privilege-bits';

/** Privileges held and those that may be passed on, as bits. */
export interface Held {
  readonly held: number;
  readonly grantable: number;
}

/** By grantee; `public` is PUBLIC, which no role can be named. Who granted is not kept: a restore grants all of it by itself. */
export type Acl = Map<string, Held>;

/** One GRANT or REVOKE for one grantee. `bits` is null for ALL. */
export interface AclChange {
  readonly grant: boolean;
  readonly grantee: string;
  readonly bits: number | null;
  /** WITH GRANT OPTION, or GRANT OPTION FOR. */
  readonly option: boolean;
  /** Done inside a DO block that goes on with a warning when it isn't possible. */
  readonly guarded?: boolean;
}

/** Reads `aclitem`s as PostgreSQL writes them: `anon=ar*w/postgres`, a name of other characters in double quotes. */
export function readAcl(items: readonly string[]): Acl {
  const acl: Acl = new Map();
  for (const item of items) {
    const quoted = /^"((?:[^"]|"")*)"=/.exec(item);
    const name = quoted?.[1]?.replaceAll('""', '"') ?? item.slice(0, item.indexOf('='));
    let at = quoted === null ? name.length + 1 : quoted[0].length;
    let { held, grantable } = acl.get(name === '' ? 'public' : name) ?? nothing;
    for (; at < item.length && item[at] !== '/'; at++) {
      const bit = letterBit(item[at] ?? '');
      held |= bit;
      if (item[at + 1] === '*') {
        grantable |= bit;
        at++;
      }
    }
    acl.set(name === '' ? 'public' : name, { held, grantable });
  }
  return acl;
}

/** `all` is what ALL means for this kind of object. */
export function applyChange(acl: Acl, { grant, grantee, bits: asked, option }: AclChange, all: number): void {
  const bits = asked ?? all;
  const { held, grantable } = acl.get(grantee) ?? nothing;
  if (grant) acl.set(grantee, { held: held | bits, grantable: option ? grantable | bits : grantable });
  else acl.set(grantee, { held: option ? held : held & ~bits, grantable: grantable & ~bits });
}

export interface GranteePrivileges {
  /** `PUBLIC` or a role. */
  readonly grantee: string;
  /** `SELECT, UPDATE` or `SELECT WITH GRANT OPTION` */
  readonly privileges: string;
}

export interface AclDifference {
  readonly missing: readonly GranteePrivileges[];
  readonly extra: readonly GranteePrivileges[];
}

/** An owner may always pass on what it has, so its own grant options say nothing. */
export function compareAcl(expected: Acl, actual: Acl, owner: string): AclDifference {
  return { missing: beyond(expected, actual, owner), extra: beyond(actual, expected, owner) };
}

function beyond(more: Acl, than: Acl, owner: string): GranteePrivileges[] {
  const found: GranteePrivileges[] = [];
  for (const [role, { held, grantable }] of more) {
    const other = than.get(role) ?? nothing;
    const grantee = role === 'public' ? 'PUBLIC' : role;
    const bits = held & ~other.held;
    if (bits !== 0) found.push({ grantee, privileges: bitsText(bits) });
    const options = role === owner ? 0 : grantable & ~other.grantable & ~bits;
    if (options !== 0) found.push({ grantee, privileges: `${bitsText(options)} WITH GRANT OPTION` });
  }
  return found;
}

const nothing: Held = { held: 0, grantable: 0 };
