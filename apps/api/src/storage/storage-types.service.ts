import type { AnyDriver } from '@stowbase/storage';
import { fail } from './storage.errors';

/** The types of storage there are, by their names. */
export class StorageTypes {
  private readonly byType: ReadonlyMap<string, AnyDriver>;

  constructor(drivers: readonly AnyDriver[]) {
    this.byType = new Map(drivers.map((driver) => [driver.type, driver]));
  }

  all(): AnyDriver[] {
    return [...this.byType.values()];
  }

  find(type: string): AnyDriver | undefined {
    return this.byType.get(type);
  }

  /**
   * The driver of a type that a destination can have.
   * @throws ApiError `DESTINATION_TYPE_UNKNOWN`, `DESTINATION_NOT_NEEDED`
   */
  storing(type: string): AnyDriver {
    const driver = this.byType.get(type);
    const stored = this.all().filter((each) => each.stored);
    if (driver === undefined)
      throw fail('DESTINATION_TYPE_UNKNOWN', 'There is no such type of storage.', {
        field: 'type',
        nextStep: `Choose one of ${stored.map((each) => each.type).join(', ')}.`,
      });
    if (!driver.stored)
      throw fail('DESTINATION_NOT_NEEDED', `${driver.title} needs no destination: there is nothing to configure.`, {
        field: 'type',
        nextStep: 'Choose the download when you start a backup.',
      });
    return driver;
  }
}
