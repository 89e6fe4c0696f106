import { translateError, type ConnectionSettings } from '@stowbase/postgres';
import type { Guard } from './guard';

const timeoutMs = 20_000;

/**
 * The settings with the address that the guard judged, for pg_dump and for every connection of the same run: nothing resolves the name
 * again. @throws PostgresError; OutgoingError `ADDRESS_BLOCKED`
 */
export async function guardedSettings(
  guard: Guard,
  settings: ConnectionSettings,
  signal?: AbortSignal,
): Promise<ConnectionSettings> {
  const { host, port, connectTimeoutSeconds } = settings;
  const deadline = AbortSignal.timeout(connectTimeoutSeconds === undefined ? timeoutMs : connectTimeoutSeconds * 1_000);
  try {
    const both = signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
    return { ...settings, hostAddress: await guard.resolve({ host, port, signal: both }) };
  } catch (error) {
    const reason = deadline.aborted ? Object.assign(new Error('connect timed out'), { code: 'ETIMEDOUT' }) : error;
    throw translateError(reason, { during: 'resolving the host', settings });
  }
}
