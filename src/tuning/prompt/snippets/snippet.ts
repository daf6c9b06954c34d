import type { GenerateCall } from '../../contract/service';
import type { SnippetAccess } from './access';

/** A prompt as a program, in one language. One file each, listed in index.ts. */
export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** VS Code's id of the language, for a document that shows it. */
  readonly language: string;
  /** Absent when every call can be written so. */
  fits?(call: GenerateCall): boolean;
  /** A whole program that asks the model and prints its answer. Holds no credential, only where to find one. */
  write(call: GenerateCall, access: SnippetAccess): string;
}
