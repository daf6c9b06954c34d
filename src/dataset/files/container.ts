// What a file may be instead of JSON Lines: one JSON document, a table, text in another encoding.

export interface Container {
  readonly id: string;
  /** Each of its lines is JSON all the same, so that it is no mistake in a file that is no training data. */
  readonly isJsonLines: boolean;
  /** @param head the start of the file, at least its first line */
  holds(head: string): boolean;
  /** A sentence that says what the file is and what to do. @param text the whole file, or its start if it is large */
  describe(text: string, isWhole: boolean): string;
  /** JSON of each example; undefined when there is no way to tell, or the file is not what its start promised. */
  lines(text: string): string[] | undefined;
}

/** So much of a file is looked at to tell what it is, in UTF-16 units. */
export const HEAD = 1 << 16;
