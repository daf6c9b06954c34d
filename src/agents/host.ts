import type { Where } from '../base/commandText';
import type { Problem } from '../dataset/checking/problem';
import type { DocumentOptions } from '../dataset/document/documentOptions';
import type { Conversation } from '../dataset/example/conversation';
import type { DatasetFormat } from '../dataset/formats/format';
import type { FixedRows } from '../dataset/tools/fixRows';
import type { TuningService } from '../tuning/contract/service';

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

/** Where a tool may make a file. */
export interface NewFile {
  readonly path: string;
  /** The folder that no link on its way may lead out of. */
  readonly within: string;
}

/** What the user is asked before Google bills something. */
export interface Question {
  /** With numbers: what is sent, to what, and the price. */
  readonly message: string;
  /** How the user does it without the agent. */
  readonly byHand: string;
}

export interface Services {
  readonly services: readonly TuningService[];
  /** The local sandbox, where nothing costs anything. */
  readonly isSandbox: boolean;
}

/** How far a tool is that takes its time. */
export interface ToolProgress {
  readonly done: number;
  readonly of: number;
  readonly message: string;
}

/** What differs between the places that agents call from. Rejects with a `ToolRefusal` what isn't allowed there. */
export interface Host {
  /** Calls `work` with a file of the folders that the user has opened to agents. No link leads out of them. */
  withFile<T>(name: string, work: (file: ToolFile) => Promise<T>): Promise<T>;
  /** @param name of a file that need not be there, inside the same folders */
  newFile(name: string): Promise<NewFile>;
  /**
   * Repairs problems, each without a change of what an example says.
   * @param document how the file is read
   */
  fix(
    file: ToolFile,
    document: DocumentOptions,
    wanted: (problem: Problem) => boolean,
    signal: AbortSignal,
  ): Promise<FixedRows>;
  /** Writes examples at the end of a file. */
  add(file: ToolFile, examples: readonly Conversation[], format: DatasetFormat): Promise<void>;
  /** Where requests go: nowhere before one is sent. */
  services(): Promise<Services>;
  /**
   * Resolves when the user has agreed. What stands before it in a tool changes and sends nothing that can't be done twice:
   * a host may run the tool again with the answer.
   */
  consent(question: Question): Promise<void>;
  /** How the command line reaches the same services. Undefined where the user needs none for that. */
  readonly where?: Where;
  /** Tells how far the tool is, where somebody may see it. */
  readonly report?: (progress: ToolProgress) => void;
  /** Where changes of a file are after `fix` and `add`: a sentence for the model. */
  readonly whereChangesAre: string;
}
