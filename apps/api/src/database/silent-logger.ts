import type { Logger } from 'typeorm';

const nothing = (): void => undefined;

/** TypeORM prints failed migrations to the console even when told not to; ours say them once, where they are translated. */
export const silentLogger: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};
