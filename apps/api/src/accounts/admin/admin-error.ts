/** Why `stowbase admin` can't do what it was asked to: one sentence, one next step, a stable code. */
export class AdminError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly nextStep: string,
  ) {
    super(message);
    this.name = 'AdminError';
  }
}
