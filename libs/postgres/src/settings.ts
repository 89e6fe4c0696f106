/** Names and meanings are libpq's `sslmode`. */
export type TlsMode = 'disable' | 'allow' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';

export const tlsModes: readonly TlsMode[] = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

export interface TlsSettings {
  mode: TlsMode;
  /** Trusted root certificates, PEM. Without it the verify modes trust Node's own list. */
  ca?: string;
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, hex: the key seen at first use (`readIssuerPin`). */
  pin?: string;
}

/** Where a database is. Comes from `parseConnectionUrl` or from single fields (`checkSettings`). */
export interface ConnectionSettings {
  /** Name, IPv4 or IPv6 address (without brackets). Never a socket path. */
  host: string;
  port: number;
  /** The address of `host` that is connected to, judged before by whoever sets it; nothing resolves the name again. TLS still checks the name. */
  hostAddress?: string;
  user: string;
  password?: string;
  database: string;
  tls: TlsSettings;
  /** Seconds until a connection attempt is given up; default 20. */
  connectTimeoutSeconds?: number;
  /** Shown in `pg_stat_activity`; default `stowbase`. */
  applicationName?: string;
}

export const defaultConnectTimeoutSeconds = 20;
export const defaultApplicationName = 'stowbase';
