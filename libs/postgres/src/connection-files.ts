import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultCa } from './certificates';
import { checkSettings } from './check-settings';
import { createRunFolder } from './run-folders';
import { defaultApplicationName, defaultConnectTimeoutSeconds, type ConnectionSettings } from './settings';

export interface ConnectionFilesOptions {
  /** Where the run folder is made; default: the system's temporary folder. */
  runRoot?: string;
}

/**
 * A connection for PostgreSQL's own tools: environment built from nothing, password only in a pass file (0600) inside a run
 * folder (0700). Call `dispose()` in `finally`; what a killed process leaves is removed by `sweepRunFolders()`.
 */
export class ConnectionFiles {
  private constructor(
    readonly dir: string,
    readonly env: Record<string, string>,
  ) {}

  static async create(settings: ConnectionSettings, options: ConnectionFilesOptions = {}): Promise<ConnectionFiles> {
    checkSettings(settings, { allowInsecure: true });
    const dir = await createRunFolder(options.runRoot);
    try {
      const home = path.join(dir, 'home');
      await mkdir(home, { mode: 0o700 });
      const passFile = await writePassFile(dir, settings);
      const rootCert = await writeRootCert(dir, settings);
      return new ConnectionFiles(dir, {
        PGHOST: settings.host,
        ...(settings.hostAddress === undefined ? {} : { PGHOSTADDR: settings.hostAddress }),
        PGPORT: String(settings.port),
        PGUSER: settings.user,
        PGDATABASE: settings.database,
        PGPASSFILE: passFile,
        PGSSLMODE: settings.tls.mode,
        ...(rootCert === null ? {} : { PGSSLROOTCERT: rootCert }),
        PGGSSENCMODE: 'disable',
        PGCONNECT_TIMEOUT: String(settings.connectTimeoutSeconds ?? defaultConnectTimeoutSeconds),
        PGAPPNAME: settings.applicationName ?? defaultApplicationName,
        PATH: '/usr/local/bin:/usr/bin:/bin',
        LC_ALL: 'C',
        HOME: home,
      });
    } catch (error) {
      await rm(dir, { recursive: true, force: true });
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}

/** The database is a wildcard: pg_dumpall connects to several. The line still fits only this host, port and user. */
async function writePassFile(dir: string, settings: ConnectionSettings): Promise<string> {
  const file = path.join(dir, 'pgpass');
  const { host, port, user, password } = settings;
  const line =
    password === undefined
      ? ''
      : `${escapePassField(host)}:${port}:*:${escapePassField(user)}:${escapePassField(password)}\n`;
  await writeFile(file, line, { mode: 0o600, flag: 'wx' });
  return file;
}

/** PostgreSQL manual, "The Password File": a `:` or `\` in a field is written `\:` or `\\`. */
export const escapePassField = (text: string): string => text.replaceAll(/[\\:]/g, String.raw`\$&`);

/** libpq has no list of its own before 16; without a file its verify modes fail. */
async function writeRootCert(dir: string, { tls }: ConnectionSettings): Promise<string | null> {
  const verifies = tls.mode === 'verify-ca' || tls.mode === 'verify-full';
  const encrypted = tls.mode !== 'disable' && tls.mode !== 'allow' && tls.mode !== 'prefer';
  const pem = encrypted ? (tls.ca ?? (verifies ? defaultCa() : null)) : null;
  if (pem === null) return null;
  const file = path.join(dir, 'root.crt');
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
  return file;
}
