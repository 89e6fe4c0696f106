import type { Query } from '@stowbase/postgres';
import { objectKey } from '../object-key';
import type { PlanItem } from '../plan/restore-plan';
import { addressValues, givenAddresses, type Address } from './addresses';
import { refuseBlocked } from './blocked';

/**
 * A table that is dropped leaves its publications without a word, and whoever is subscribed gets no more of it. The archive adds it again
 * to those that are in the plan.
 * @throws RestoreError `REPLACE_BLOCKED` for the others
 */
export async function refusePublished(
  query: Query,
  objects: readonly Address[],
  items: readonly PlanItem[],
): Promise<void> {
  const rows = await query(
    `SELECT p.pubname::pg_catalog.text AS name, pg_catalog.concat('publication ', p.pubname, ' publishes table ', n.nspname, '.', c.relname) AS text
       FROM ${givenAddresses} JOIN pg_catalog.pg_class c ON g.classid::pg_catalog.oid = 'pg_catalog.pg_class'::pg_catalog.regclass AND c.oid = g.objid::pg_catalog.oid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_catalog.pg_publication_rel r ON r.prrelid = c.oid JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
      ORDER BY 1, 2`,
    addressValues(objects),
  );
  const known = new Set(items.map(({ key }) => key));
  refuseBlocked(
    rows.filter(({ name }) => !known.has(objectKey.publication(name ?? ''))).map(({ text }) => text ?? ''),
    'Take these tables out of their publications first, and put them in again afterwards, or restore into another database.',
  );
}
