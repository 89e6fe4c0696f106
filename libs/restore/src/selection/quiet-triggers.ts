/**
 * Before rows for tables that have their triggers and foreign keys already: they rest where this role may say so, and work where it may
 * not. The member's RESET ALL ends it. The same as libs/dump writes into a backup of type data (decision 0008).
 */
export const quietTriggers = Buffer.from(
  [
    'DO $stowbase$ BEGIN',
    "  EXECUTE 'SET session_replication_role = replica';",
    'EXCEPTION WHEN insufficient_privilege THEN NULL;',
    'END $stowbase$;',
  ].join('\n'),
);
