import type { ValidateFunction } from 'ajv';
import type { Conversation, LeaveOut } from '../example/conversation';
import type { FunctionNames } from '../example/functionNames';
import type { JsonObject, JsonPath } from '../json/value';

/** The CLI's names for what a file holds. */
export type FormatFamily =
  | 'gemini_api'
  | 'vertex_contents'
  | 'vertex_messages'
  | 'palm'
  | 'openai_chat'
  | 'preference'
  | 'other';

/** A text that a person wrote or reads, and where it stands. */
export interface TextField {
  readonly path: JsonPath;
  readonly text: string;
  readonly speaker: 'system' | 'user' | 'model';
  /** Whether the model is given it or learns to say it. */
  readonly side: 'input' | 'output';
  /** The format allows it to be empty, such as `input` beside `instruction`. */
  readonly mayBeEmpty?: boolean;
}

/** One turn as it is written, right or wrong. */
export interface WrittenTurn {
  readonly path: JsonPath;
  /** Absent when the turn has no role, or one that is no string. */
  readonly role?: string;
}

/** The texts and turns of an example. Also made of examples that break the schema, as far as it goes. */
export interface Outline {
  readonly fields: readonly TextField[];
  /** Empty in formats whose keys say who speaks. */
  readonly turns: readonly WrittenTurn[];
  /** Turns that stand elsewhere and are the model's: the answers of preference data. */
  readonly answers?: readonly WrittenTurn[];
}

/** Which roles a format with turns knows, and what to make of other platforms' names. */
export interface RoleNames {
  readonly user: string;
  readonly model: string;
  /** Roles that are right anywhere in the list of turns without taking part in the alternation. */
  readonly others: readonly string[];
  /** Of those, the roles that only the first turn may have. */
  readonly onlyFirst?: readonly string[];
  /** The answer is written elsewhere (preference data), so that the turns end with the user's. */
  readonly endsWithUser?: boolean;
  /** Of `others`, the roles of functions' results: they stand where the user would speak. */
  readonly results?: readonly string[];
  /** A turn without a role is the user's. */
  readonly absentMeansUser?: boolean;
  /** Several turns of one speaker may follow each other. */
  readonly mayRepeat?: boolean;
}

/** 0: not this format; 1: could be; 2: surely. */
export type Likeness = 0 | 1 | 2;

/** How examples are written. One file each in formats/, listed in formats/index.ts. */
export interface DatasetFormat {
  readonly id: string;
  readonly family: FormatFamily;
  readonly label: string;
  /** Where this format is defined, for the docs. */
  readonly source: string;
  /** True for shapes that no tuning service of ours takes: they are read to be converted. */
  readonly importOnly: boolean;
  /** Tuned on nowhere and common elsewhere: files of it are named and converted, not checked. */
  readonly isForeign?: boolean;
  readonly validate: ValidateFunction;
  /** The schema that `validate` was compiled from, for key completion and misspelt keys. */
  readonly schema: JsonObject;
  /** The top-level keys that `toConversation` reads; other keys of an example are extras (labels, settings). */
  readonly conversationKeys: readonly string[];
  readonly roles?: RoleNames;
  /** An example to start from. */
  readonly sample: JsonObject;
  likeness(value: JsonObject): Likeness;
  outline(value: JsonObject): Outline;
  /** The example as a service reads it: one spelling where several mean the same. Absent where there is only one. */
  asSeen?(value: JsonObject): JsonObject;
  /** Parts may be Google's `fileData` and `inlineData`. */
  readonly hasMedia?: boolean;
  /** Calls of functions have ids here, by which their results name them; else the order of calls tells. */
  readonly hasCallIds?: boolean;
  /** What its service takes as names of functions; absent where nobody says. */
  readonly functionNames?: FunctionNames;
  /** Why there is nothing to learn from an example that `validate` accepts, as a sentence: a request that failed. */
  teachesNothing?(value: JsonObject): string | undefined;
  /** An example with several answers as examples of one answer each. */
  split?(value: JsonObject): JsonObject[];
  /**
   * Throws `CannotExpress` in foreign formats, of which a schema does not say all.
   * @param value an example that `validate` accepts
   * @param leaveOut told what of the example a conversation does not hold; nobody by default
   */
  toConversation(value: JsonObject, leaveOut?: LeaveOut): Conversation;
  /**
   * Throws `CannotExpress` when the format has no way to write it.
   * @param leaveOut told what is left out; by default that throws `CannotExpress` too
   */
  fromConversation(conversation: Conversation, leaveOut?: LeaveOut): JsonObject;
}
