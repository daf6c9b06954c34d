/** Something that a person can do about an error: a button on the message. */
export interface NextStep {
  readonly title: string;
  /** A command id of ours, or a web address. */
  readonly run: { readonly command: string; readonly args?: readonly unknown[] } | { readonly url: string };
}

/** An error that a person can act on. The message says what happened and to what; `nextSteps` what to do. */
export class UserError extends Error {
  override readonly name: string = 'UserError';

  constructor(
    message: string,
    readonly reason: string,
    readonly nextSteps: readonly NextStep[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** True for what `AbortSignal` and `CancellationToken` throw: the user asked for it, so nothing is said. */
export function isCancellation(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Canceled');
}
