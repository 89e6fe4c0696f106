import { dollarQuote, quoteLiteral } from '@stowbase/sql-stream';

/**
 * A backup refreshes only views that were never filled. Rows that come into tables that were there make filled ones stale: this empties
 * them first, as far as this role may.
 * @param views quoted and qualified, as `contents.refresh` has them
 */
export function emptiedViews(views: readonly string[]): string {
  const body = views.map(
    (view) => `BEGIN
  IF pg_catalog.to_regclass(${quoteLiteral(view)}) IS NOT NULL THEN
    EXECUTE ${quoteLiteral(`REFRESH MATERIALIZED VIEW ${view} WITH NO DATA`)};
  END IF;
EXCEPTION WHEN insufficient_privilege OR wrong_object_type THEN
  RAISE WARNING USING MESSAGE = ${quoteLiteral(`materialized view ${view} was not refreshed: `)} || SQLERRM;
END;`,
  );
  return `DO ${dollarQuote(`\nBEGIN\n${body.join('\n')}\nEND\n`)};`;
}
