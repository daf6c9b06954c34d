/** The other file of a pair of training and validation. */
export interface PairedFile {
  readonly name: string;
  /** Its inputs, by `ExampleKeys.input`; may be a live view of another document. */
  readonly inputs: { has(key: number): boolean };
}
