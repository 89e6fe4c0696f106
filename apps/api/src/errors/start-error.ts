/** Why the service can't start. `problems` are all there are, one line each. */
export class StartError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly nextStep: string,
    cause?: unknown,
    readonly problems: readonly string[] = [],
  ) {
    super(message, { cause });
    this.name = 'StartError';
  }
}
