import { quoteIdent } from '@stowbase/sql-stream';
import type { TableName } from '../table-name';

export const quotedName = ({ schema, name }: TableName): string => `${quoteIdent(schema)}.${quoteIdent(name)}`;
