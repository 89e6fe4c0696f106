import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/**
 * What PostgreSQL keeps of a password (RFC 5803), made with one iteration where it takes 4096: setting it and each login with it cost next to
 * nothing then. For random passwords of servers that live for a test.
 * @returns `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`, for `ALTER ROLE … PASSWORD`
 */
export function quickPassword(password: string): string {
  const iterations = 1;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}
