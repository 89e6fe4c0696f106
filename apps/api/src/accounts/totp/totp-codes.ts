import { generateSecret, generateURI, verifySync } from 'otplib';
import qrcode from 'qrcode-generator';

/** Seconds. */
const period = 30;

/** A new shared secret, Base32. */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** What the authenticator app reads from the QR code. */
export const totpUri = (secret: string, email: string): string =>
  generateURI({ issuer: 'Stowbase', label: email, secret, period });

/** Light squares around the code, as its standard (ISO/IEC 18004) asks for at least; cameras of today need half of them. */
const margin = 2;

/** Inline SVG, each run of dark squares a line: no image is loaded from anywhere, and the secret leaves no file behind. */
export function totpQrCode(uri: string): string {
  const code = qrcode(0, 'M');
  code.addData(uri, 'Byte');
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * margin;
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      const start = column;
      while (column < count && code.isDark(row, column)) column += 1;
      if (column > start) path += `M${start + margin} ${row + margin}.5h${column - start}`;
    }
  }
  const ground = `<path fill="#ffffff" d="M0 0h${size}v${size}H0z"/>`;
  const box = `viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${ground}<path stroke="#000000" d="${path}"/></svg>`;
}

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
