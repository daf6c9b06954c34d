import type { DocumentOptions } from '../dataset/document/documentOptions';

/** A file as a tool reads it. */
export interface ToolFile {
  /** Where it is read: a copy, when the user has changes that aren't saved. */
  readonly path: string;
  /** Where it lies. */
  readonly place: string;
  /** As people know it. */
  readonly name: string;
  /** What the project or the user has decided about it. */
  readonly options: Pick<DocumentOptions, 'severities' | 'format' | 'target' | 'addedTargets'>;
}

/** What differs between the places that agents call from. Rejects with a `ToolRefusal` what isn't allowed there. */
export interface Host {
  /** Calls `work` with a file of the folders that the user has opened to agents. No link leads out of them. */
  withFile<T>(name: string, work: (file: ToolFile) => Promise<T>): Promise<T>;
}
