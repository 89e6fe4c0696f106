import { generateSecret, generateURI, verifySync } from 'otplib';
import qrcode from 'qrcode';

/** Seconds. */
const period = 30;

/** A new shared secret, Base32. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** What the authenticator app reads from the QR code. */
export const totpUri = (secret: string, email: string): string =>
  generateURI({ issuer: 'Stowbase', label: email, secret, period });

/** Inline SVG: no image is loaded from anywhere, and the secret leaves no file behind. */
export const totpQrCode = (uri: string): Promise<string> =>
  qrcode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 });

/**
 * The time step of a right code, of this step or one of its neighbours; null: wrong, or not newer than the last one accepted.
 * @param lastStep of the last code that was accepted; null: none yet
 */
export function acceptedStep(secret: string, code: string, lastStep: number | null, now: Date): number | null {
  const token = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(now.getTime() / 1_000);
  // otplib refuses an `afterTimeStep` beyond its window by an error: a clock set back.
  const result = verifySync({ secret, token, epoch, period, epochTolerance: period });
  if (!result.valid || !('timeStep' in result)) return null;
  return lastStep === null || result.timeStep > lastStep ? result.timeStep : null;
}
