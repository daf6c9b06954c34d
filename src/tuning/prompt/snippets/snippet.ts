import type { GenerateCall } from '../../contract/service';
import type { SnippetAccess } from './access';

/** A prompt as a program, in one language. One file each, listed in index.ts. */
export interface Snippet {
  readonly id: string;
  readonly label: string;
  /** VS Code's id of the language, or of the kind of notebook, for a document that shows it. */
  readonly language: string;
  /**
   * A whole program that asks the model and prints its answer. Holds no credential, only where to find one. Undefined when
   * the language's library can't make the call as it is.
   */
  write(call: GenerateCall, access: SnippetAccess): string | undefined;
}
