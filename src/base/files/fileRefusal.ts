export type RefusalReason =
  /** The name belongs to something that nobody agreed to replace. */
  | 'EXISTS'
  /** The name is a symbolic link, or a folder on its way is one that leads outside. */
  | 'LINK'
  /** The name is a folder, a pipe or a device. */
  | 'NO_FILE';

/** A file that is not written, for the safety of what is there. The message is for a person and ends what was asked. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal';

  constructor(
    message: string,
    readonly reason: RefusalReason,
  ) {
    super(message);
  }
}

/** Node's name of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
