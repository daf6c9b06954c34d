/** What a person can do about an error. The workbench gives each a button and does it. */
export type NextStep =
  | { readonly kind: 'signIn' | 'checkSetup' | 'startSandbox' }
  | { readonly kind: 'setting'; readonly setting: 'project' | 'region' | 'proxy' }
  /** Without a region, the user selects one. */
  | { readonly kind: 'region'; readonly region?: string }
  /** To a `DatasetFormat.id`. `source`: URI of the file; absent: the one in front. */
  | { readonly kind: 'convert'; readonly format: string; readonly source?: string }
  /** `lock`: path of the lock file. */
  | { readonly kind: 'breakLock'; readonly lock: string }
  /** What was typed for something that failed. */
  | { readonly kind: 'copyText'; readonly text: string }
  | { readonly kind: 'page'; readonly title: string; readonly url: string }
  /** Known to the workbench alone: the pure rooms name no command. */
  | {
      readonly kind: 'command';
      readonly title: string;
      readonly command: string;
      readonly args?: readonly unknown[];
    };

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
