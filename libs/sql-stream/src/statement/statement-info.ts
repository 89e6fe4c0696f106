import type { QualifiedName } from './names';

/** What an `ALTER` does, as far as rules and the cut ask for it. */
export const alterActions = [
  'OWNER TO',
  'OWNED BY',
  'SET DEFAULT',
  'SET SCHEMA',
  'ADD CONSTRAINT',
  'ADD GENERATED',
  'ADD TABLE',
  'ADD TABLES IN SCHEMA',
  'ATTACH PARTITION',
  'DISABLE RULE',
  'DISABLE TRIGGER',
  'ENABLE ALWAYS RULE',
  'ENABLE ALWAYS TRIGGER',
  'ENABLE REPLICA RULE',
  'ENABLE REPLICA TRIGGER',
  'ENABLE ROW LEVEL SECURITY',
  'ENABLE RULE',
  'ENABLE TRIGGER',
  'FORCE ROW LEVEL SECURITY',
  'GRANT',
  'REVOKE',
] as const;
export type AlterAction = (typeof alterActions)[number];

/** A privilege as GRANT and REVOKE name it, in capitals (`ALL`, `SELECT`, …); `columns` is empty when it is on the whole object. */
export interface Privilege {
  name: string;
  columns: string[];
}

/** A statement by its own words; comments, literals and bodies play no part. Names are unquoted and decoded. */
export interface StatementInfo {
  /** First word in capitals: `CREATE`, `ALTER`, `COMMENT`, `GRANT`, `SET`, `SELECT`, …; '' for an empty statement. */
  verb: string;
  /** `TABLE`, `MATERIALIZED VIEW`, `EVENT TRIGGER`, `DEFAULT PRIVILEGES`, `LARGE OBJECT`, … in capitals. */
  objectType: string | null;
  /**
   * The schema the object lives in. For a schema: its own name. For a trigger, policy, rule, index or table constraint:
   * the table's schema. For default privileges: the schema of `IN SCHEMA`.
   */
  schema: string | null;
  /** The object's own name; the number of a large object; the table of a column; the role of `GRANT role TO`. */
  name: string | null;
  /** The table of a trigger, policy, rule, index, statistics or constraint (or the domain of one). */
  on: QualifiedName | null;
  /** What an `ALTER` does; `GRANT` or `REVOKE` for default privileges. */
  action: AlterAction | null;
  /** What an `ALTER TABLE` or `ALTER DOMAIN` adds or switches: the name of the constraint, trigger or rule. */
  part: string | null;
  /** Of `ADD CONSTRAINT`: `PRIMARY KEY`, `FOREIGN KEY`, `UNIQUE`, `CHECK` or `EXCLUDE`. */
  constraintType: string | null;
  /** Of a foreign key: the table it points to. */
  references: QualifiedName | null;
  /**
   * The other relation that an `ALTER` names: the partition (or its index), the table that owns a sequence, the table added to a
   * publication, the sequence of an identity column. A foreign key's is in `references`.
   */
  partner: QualifiedName | null;
  /** New owner, `FOR ROLE`, `SET ROLE`, session authorization, the user of a mapping. Null for DEFAULT. */
  role: string | null;
  /** Of GRANT and REVOKE on an object, and of default privileges. */
  privileges: Privilege[];
  /** Of default privileges: `TABLES`, `SEQUENCES`, `FUNCTIONS`, `TYPES`, `SCHEMAS` or `LARGE OBJECTS`. */
  defaultsFor: string | null;
  /** Who gets or loses; `public` for PUBLIC. Of CREATE POLICY: who it is for, empty for everyone. */
  grantees: string[];
  /** `WITH GRANT OPTION` or `WITH ADMIN OPTION`. */
  grantOption: boolean;
  /** `REVOKE GRANT OPTION FOR` or `REVOKE ADMIN OPTION FOR`: only the option goes. */
  grantOptionOnly: boolean;
  /** Of CREATE POLICY: whether it is `AS RESTRICTIVE`, and `ALL`, `SELECT`, `INSERT`, `UPDATE` or `DELETE`. */
  policy: { restrictive: boolean; command: string } | null;
  /** The function of a trigger or event trigger, or the one a `SELECT f(…)` calls. */
  routine: QualifiedName | null;
  /** Of SET and RESET: the name in lower case and the value as it is written (null for RESET). */
  setting: { name: string; value: string | null } | null;
  orReplace: boolean;
  ifNotExists: boolean;
  /** `ONLY` before the table: partitions are left alone. */
  only: boolean;
  /** Byte offset behind the verb. */
  verbEnd: number;
  /** Byte offset of the object's name, -1 when there is none: where `IF NOT EXISTS` would go. */
  nameStart: number;
}

export function emptyInfo(verb: string, verbEnd: number): StatementInfo {
  return {
    verb,
    objectType: null,
    schema: null,
    name: null,
    on: null,
    action: null,
    part: null,
    constraintType: null,
    partner: null,
    references: null,
    role: null,
    privileges: [],
    defaultsFor: null,
    grantees: [],
    grantOption: false,
    grantOptionOnly: false,
    policy: null,
    routine: null,
    setting: null,
    orReplace: false,
    ifNotExists: false,
    only: false,
    verbEnd,
    nameStart: -1,
  };
}
