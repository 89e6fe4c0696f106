import type { DriverTuning } from '@stowbase/storage';
import type { Place } from '../database/place';

/** Every setting of the service, checked once at start (`env.ts`); nothing else reads `process.env`. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataFolder: string;
  readonly database: Place;
  /** Where people open the service: decides cookies, links, the allowed Origin and Host. */
  readonly publicUrl: URL;
  /** Addresses or ranges of proxies in front; empty: none. */
  readonly trustProxy: readonly string[];
  readonly allowInsecureHttp: boolean;
  readonly allowPrivateNetworks: boolean;
  /** From APP_KEY: base64 or hex of 32 bytes; null: the file in the data folder. */
  readonly appKey: Buffer | null;
  readonly appKeyPrevious: Buffer | null;
  /** From SETUP_TOKEN; null: made at first start and printed. */
  readonly setupToken: string | null;
  /** What this process does: answers requests, works in the background, or both. */
  readonly role: 'all' | 'api' | 'worker';
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug';
  /** Backups that run at once. */
  readonly maxConcurrentRuns: number;
  /** Seconds that running backups get to finish on SIGTERM. */
  readonly shutdownGraceSeconds: number;
  /** Hours. */
  readonly maxRunHours: number;
  /** The shortest time between two slots of a schedule. */
  readonly minScheduleMinutes: number;
  /** Seconds without a byte from the database. */
  readonly stallSeconds: number;
  /** Folders that `local_mapped` may write into, absolute. */
  readonly localStorageRoots: readonly string[];
  /** Folders with pg_dump. */
  readonly clientDirs: readonly string[];
  /** Supabase's root certificate, PEM. */
  readonly supabaseCa: string | null;
  /** Destinations that the environment defines: type and raw settings by field name. */
  readonly envDestinations: readonly EnvDestination[];
  /** Type of the one among them that backups go to when none is named. */
  readonly defaultStorageType: string | null;
  /** Other addresses than the providers' own; set by tests, and by no variable. */
  readonly storageEndpoints?: Readonly<Record<string, string>>;
  /** Shorter waits of destinations; set by tests, and by no variable. */
  readonly storageTuning?: DriverTuning;
}

export interface EnvDestination {
  readonly type: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** DI token of the {@link Config}. */
export const CONFIG = Symbol('CONFIG');
