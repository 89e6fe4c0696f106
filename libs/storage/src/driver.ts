import type { Socket } from 'node:net';
import { checkFields, type CheckedConfig } from './config/check-fields';
import type { ConfigOf } from './config/config-type';
import type { Field, JsonScalar } from './config/field';
import type { HttpLimits } from './http/http-types';
import type { Storage } from './storage';

export interface OutgoingTarget {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  /** What is sent can be read on the way (http://): only hosts of the own network are right for it. */
  readonly privateOnly?: boolean;
}

/** Opens TCP connections. The service gives a guarded one, which refuses what its policy forbids; the command line a plain one. */
export type OutgoingConnect = (target: OutgoingTarget) => Promise<Socket>;

/** What a driver is given by the program that runs it. Paths are absolute. */
export interface DriverContext {
  readonly connect: OutgoingConnect;
  /** Folders in which destinations on this machine may lie. */
  readonly localRoots: readonly string[];
  /** Folders in which no destination may lie: the service's own data. */
  readonly forbiddenRoots: readonly string[];
  /** Other addresses than a provider's own, by the driver's names for them: doubles in tests. */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** What only tests give. */
  readonly tuning?: DriverTuning;
}

/** Smaller pieces and shorter waits than in earnest, where a driver has such ones. */
export interface DriverTuning {
  readonly http?: Partial<HttpLimits>;
  /** In place of each pause before a request is made again: so many milliseconds were meant. Rejects when the signal is aborted. */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Of a chunk, bytes. */
  readonly chunkBytes?: number;
}

/** What a store of this type can do at best; the probe finds out what one does. */
export interface DriverCapabilities {
  readonly ranges: boolean;
  /** A key that was taken in between is never overwritten, because the store itself refuses. */
  readonly conditions: boolean;
  readonly versions: boolean;
  readonly locks: boolean;
  readonly usage: boolean;
  /** Bytes; null for no limit of its own. */
  readonly maxObjectBytes: number | null;
}

/** A provider that many use, as values for fields: the form fills them in, and they stay to be changed. */
export interface Preset {
  /** kebab-case. */
  readonly id: string;
  readonly label: string;
  readonly values: Readonly<Record<string, JsonScalar>>;
  /** One or two sentences: where to find what must be typed. */
  readonly help: string;
}

/** Everything about a type of storage except how it is opened. */
export interface DriverDescription {
  /** snake_case, stored with each destination: never renamed. */
  readonly type: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly fields: readonly Field[];
  /** Names in the environment begin with it: `S3` gives `S3_ACCESS_KEY_ID`. */
  readonly envPrefix: string;
  readonly capabilities: DriverCapabilities;
  /** False for `browser_download`: a copy ends as delivered, and there is nothing to open. */
  readonly stored: boolean;
  /** By check of the probe (`write`, `list`, …): the permission it needs, in the provider's words. */
  readonly permissions?: Readonly<Record<string, string>>;
  readonly presets?: readonly Preset[];
}

/** `C` is the type of a checked configuration. */
export interface Driver<C> extends DriverDescription {
  /** Checks the configuration (again: it may come from a database) and opens it. Makes no request over the network. */
  open(config: C, context: DriverContext): Promise<Storage>;
  /** The same text for the same place, whoever signs in there; null: the settings alone don't tell. */
  place(config: C, context: Pick<DriverContext, 'localRoots'>): string | null;
}

export type AnyDriver = Driver<Readonly<Record<string, JsonScalar>>>;

interface Declaration<Fields extends readonly Field[]> extends DriverDescription {
  readonly fields: Fields;
  open(config: ConfigOf<Fields>, context: DriverContext): Promise<Storage>;
  /** Where backups come to lie, of settings that are right: an address and a folder, say. Left out: nobody can tell. */
  place?(config: ConfigOf<Fields>, context: Pick<DriverContext, 'localRoots'>): string | null;
}

/** Declares a type of storage. Everything else follows from this one value: put it into the list in `drivers.ts`. */
export function defineDriver<const Fields extends readonly Field[]>(declaration: Declaration<Fields>): AnyDriver {
  return {
    ...declaration,
    // The one place where data becomes a type: `checkFields` has just proven it, field by field.
    open: async (config, context) =>
      declaration.open(checkFields(declaration.fields, config).config as ConfigOf<Fields>, context),
    place: (config, context) => declaration.place?.(config as ConfigOf<Fields>, context) ?? null,
  };
}

/**
 * Checks what a form, a request or the environment gives: trims, fills in defaults, refuses unknown fields.
 * @throws ConfigProblems with all problems at once.
 */
export function checkConfig(driver: Pick<DriverDescription, 'fields'>, input: unknown): CheckedConfig {
  return checkFields(driver.fields, input);
}

/** Names of the fields that are never shown, logged or sent back. */
export function secretFields(driver: Pick<DriverDescription, 'fields'>): string[] {
  return driver.fields.filter(({ kind }) => kind === 'secret' || kind === 'json-file').map(({ name }) => name);
}

/** Name in the environment → field: `S3_ACCESS_KEY_ID` → `accessKeyId`. */
export function environmentNames(driver: DriverDescription): Map<string, string> {
  const upper = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return new Map(driver.fields.map(({ name }) => [`${driver.envPrefix}_${upper(name)}`, name]));
}
