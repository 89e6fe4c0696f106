/** A table by its true names, unquoted. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export const tableText = ({ schema, name }: TableName): string => `${schema}.${name}`;

/** For maps: no two names share it (a name may hold a dot). */
export const tableKey = ({ schema, name }: TableName): string => JSON.stringify([schema, name]);
