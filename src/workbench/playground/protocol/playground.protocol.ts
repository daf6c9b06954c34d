// What the playground's page and its host say to each other.
import type { GenerationValue, GenerationValues } from '../../../tuning/contract/prompting';
import type { Correction, PlaygroundEvent, PlaygroundState } from './playgroundState.protocol';
import type { PlaygroundStrings } from './playgroundStrings.protocol';

export type ToPlayground =
  | { readonly type: 'state'; readonly state: PlaygroundState; readonly strings: PlaygroundStrings }
  | { readonly type: 'event'; readonly event: PlaygroundEvent }
  /** The system instruction of the file that the model was tuned on. */
  | { readonly type: 'offer'; readonly instruction: string }
  /** Something of the page's wish that could not be done, in place of the composer. */
  | { readonly type: 'notice'; readonly text: string };

/** Turns, targets, requests and steps are named: nothing that the page says is run. */
export type FromPlayground =
  | { readonly type: 'ready' }
  /** `results`: what came of each call that waits for it, in their order. */
  | { readonly type: 'send'; readonly text: string; readonly results?: readonly string[] }
  /** The user's turn `turn` is said anew with other words; what came after it is taken away. */
  | { readonly type: 'edit'; readonly turn: number; readonly text: string }
  | { readonly type: 'regenerate'; readonly turn: number; readonly target: string }
  /** One target, or all. */
  | { readonly type: 'stop'; readonly target?: string }
  | { readonly type: 'clear' }
  | { readonly type: 'draft'; readonly text: string; readonly results?: readonly string[] }
  | { readonly type: 'instruct'; readonly text: string }
  /** The functions that may be called, as JSON. */
  | { readonly type: 'equip'; readonly tools: string }
  | { readonly type: 'configure'; readonly parameters: GenerationValues }
  /** Pasted or dropped. */
  | { readonly type: 'attach'; readonly name: string; readonly mimeType: string; readonly base64: string }
  /** Chosen in the host's dialog, or a `gs://` address that is typed there. */
  | { readonly type: 'chooseFile' }
  | { readonly type: 'typeAddress' }
  | { readonly type: 'detach'; readonly attachment: string }
  /** `insteadOf`: the target that it takes the place of. */
  | { readonly type: 'addTarget'; readonly insteadOf?: string }
  | { readonly type: 'removeTarget'; readonly target: string }
  /** The answer of `best` is the best of its turn; absent takes the vote back. */
  | { readonly type: 'vote'; readonly turn: number; readonly best?: string }
  /** The answer of a target as it should be, as far as it is written; without one, it is not corrected any more. */
  | { readonly type: 'correct'; readonly correction?: Correction }
  /** The corrected answer goes into a dataset as a new example, or into the line that the conversation was opened from. */
  | { readonly type: 'addToDataset'; readonly correction: Correction }
  | { readonly type: 'fixLine'; readonly correction: Correction }
  /** All votes, as data for preference tuning. */
  | { readonly type: 'addVotes' }
  | { readonly type: 'copyAsCode' }
  /** The next step of a failed answer. */
  | { readonly type: 'step'; readonly request: number; readonly step: number }
  | { readonly type: 'history' }
  | { readonly type: 'export' }
  | { readonly type: 'pageError'; readonly message: string };

type Read<Type extends FromPlayground['type']> = (
  message: Readonly<Record<string, unknown>>,
) => Omit<Extract<FromPlayground, { type: Type }>, 'type'> | undefined;

/** What each message needs; undefined refuses it. */
const readers: { readonly [Type in FromPlayground['type']]: Read<Type> } = {
  ready: () => ({}),
  send: written,
  edit: ({ turn, text }) => (isCount(turn) && isText(text) ? { turn, text } : undefined),
  regenerate: ({ turn, target }) => (isCount(turn) && isText(target) ? { turn, target } : undefined),
  stop: ({ target }) => (isText(target) ? { target } : {}),
  clear: () => ({}),
  draft: written,
  instruct: ({ text }) => (isText(text) ? { text } : undefined),
  equip: ({ tools }) => (isText(tools) ? { tools } : undefined),
  configure: ({ parameters }) => (isRecord(parameters) ? { parameters: readValues(parameters) } : undefined),
  attach: ({ name, mimeType, base64 }) =>
    isText(name) && isText(mimeType) && isText(base64) && /^[A-Za-z0-9+/]*={0,2}$/.test(base64)
      ? { name, mimeType, base64 }
      : undefined,
  chooseFile: () => ({}),
  typeAddress: () => ({}),
  detach: ({ attachment }) => (isText(attachment) ? { attachment } : undefined),
  addTarget: ({ insteadOf }) => (isText(insteadOf) ? { insteadOf } : {}),
  removeTarget: ({ target }) => (isText(target) ? { target } : undefined),
  vote: ({ turn, best }) => {
    if (!isCount(turn)) return undefined;
    return isText(best) ? { turn, best } : { turn };
  },
  correct: ({ correction }) => {
    const read = readCorrection(correction);
    return read ? { correction: read } : {};
  },
  addToDataset: correctionOnly,
  fixLine: correctionOnly,
  addVotes: () => ({}),
  copyAsCode: () => ({}),
  step: ({ request, step }) => (isCount(request) && isCount(step) ? { request, step } : undefined),
  history: () => ({}),
  export: () => ({}),
  pageError: ({ message }) => (isText(message) ? { message } : undefined),
};

function written({
  text,
  results = [],
}: Readonly<Record<string, unknown>>): { text: string; results: readonly string[] } | undefined {
  return isText(text) && Array.isArray(results) && results.every(isText) ? { text, results } : undefined;
}

function correctionOnly({
  correction,
}: Readonly<Record<string, unknown>>): { correction: Correction } | undefined {
  const read = readCorrection(correction);
  return read && { correction: read };
}

function readCorrection(value: unknown): Correction | undefined {
  if (!isRecord(value)) return undefined;
  const { turn, target, text } = value;
  return isCount(turn) && isText(target) && isText(text) ? { turn, target, text } : undefined;
}

/** A message of the page; undefined when it is none of ours. */
export function readFromPlayground(message: unknown): FromPlayground | undefined {
  if (!isRecord(message)) return undefined;
  const { type } = message;
  if (typeof type !== 'string' || !isType(type)) return undefined;
  const fields = readers[type](message);
  return fields && ({ type, ...fields } as FromPlayground);
}

/** Values of settings; anything that is none is left out. */
export function readValues(values: Readonly<Record<string, unknown>>): GenerationValues {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, GenerationValue] => isValue(entry[1])),
  );
}

function isType(type: string): type is FromPlayground['type'] {
  return Object.hasOwn(readers, type);
}

function isValue(value: unknown): value is GenerationValue {
  if (typeof value === 'number') return Number.isFinite(value);
  return isText(value) || (Array.isArray(value) && value.every(isText));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
