import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { getCACertificates, type TLSSocket } from 'node:tls';
import { PostgresError } from './postgres-error';

/** A PEM file of root certificates (Supabase: Database Settings, SSL, `prod-ca-2021.crt`; given by `SUPABASE_CA_FILE`). */
export async function readCaFile(file: string): Promise<string> {
  try {
    return checkCa(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof PostgresError) throw error;
    throw new PostgresError(
      'CA_INVALID',
      'The CA certificate file cannot be read.',
      'Check its path and permissions.',
      { cause: error },
    );
  }
}

/** Returns the certificates of a pasted or read PEM text, and nothing else that stood in it. */
export function checkCa(pem: string): string {
  const blocks = pem.slice(0, 1_000_000).match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch (error) {
    throw caInvalid('One of the CA certificates is damaged.', error);
  }
  if (blocks.length === 0) throw caInvalid('There is no certificate in PEM form in the CA text.');
  return `${blocks.join('\n')}\n`;
}

const caInvalid = (message: string, cause?: unknown): PostgresError =>
  new PostgresError(
    'CA_INVALID',
    message,
    'Download the file again (Supabase: Database Settings, SSL Configuration); it starts with -----BEGIN CERTIFICATE-----.',
    cause === undefined ? {} : { cause },
  );

/** What the verify modes trust when no CA is given: Node's own list, so that our connection and pg_dump's judge alike. */
export const defaultCa = (): string => `${getCACertificates('default').join('\n')}\n`;

/** SHA-256 of a certificate's public key in SubjectPublicKeyInfo form (as in RFC 7469), hex. */
export const spkiSha256 = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/**
 * The issuer's key behind the presented certificate. The issuer certificate is public, anyone can present it: so it counts
 * only when its key really signed the server's certificate. Without one the server's own key stands in.
 */
export function presentedPin(socket: TLSSocket): string | null {
  const leaf = socket.getPeerX509Certificate();
  if (leaf === undefined) return null;
  const issuer = leaf.issuerCertificate;
  const signed = issuer !== undefined && leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey);
  return spkiSha256(signed ? issuer : leaf);
}

/** Throws TLS_PIN_CHANGED when another issuer than the pinned one vouches for the server. */
export function checkPin(socket: TLSSocket, pin: string | undefined): void {
  if (pin === undefined || presentedPin(socket) === pin.toLowerCase()) return;
  throw new PostgresError(
    'TLS_PIN_CHANGED',
    "The server's certificate was issued by another key than the one seen at first use: nothing was sent to it.",
    'If your provider announced a new certificate authority, accept the new key or give its CA file (then verify-full is used); otherwise someone may be in between.',
  );
}
