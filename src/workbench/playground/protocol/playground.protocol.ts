// What the playground's page and its host say to each other. Turns, targets, requests and steps are named: nothing that the page
// says is run.
import * as v from 'valibot';
import type { GenerationValue, GenerationValues } from '../../../tuning/contract/prompting';
import { type PageProtocol, place, read, type Schema } from '../../ui/page/page.protocol';
import type { Correction, PlaygroundEvent, PlaygroundState } from './playgroundState.protocol';
import type { PlaygroundStrings } from './playgroundStrings.protocol';

/** What concerns the page alone, beside what happens to the conversation. */
type PageEvent =
  | PlaygroundEvent
  /** The system instruction of the file that the model was tuned on. */
  | { readonly kind: 'offered'; readonly instruction: string }
  /** What an attachment looks like, as a `data:` address. */
  | { readonly kind: 'pictured'; readonly attachment: string; readonly address: string }
  /** Something of the page's wish that could not be done, in place of the composer. */
  | { readonly kind: 'noticed'; readonly text: string };

const correction: Schema<Correction> = v.object({ turn: place, target: v.string(), text: v.string() });

/** What came of each call that waits for it, in their order. */
const results = v.exactOptional(v.pipe(v.array(v.string()), v.readonly()));

const generationValue: Schema<GenerationValue> = v.union([
  v.pipe(v.number(), v.finite()),
  v.string(),
  v.array(v.string()),
]);

/** Values of settings; anything that is none is left out. */
export const generationValues: Schema<GenerationValues> = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) => {
        const known = read(generationValue, value);
        return known === undefined ? [] : [[key, known]];
      }),
    ),
  ),
);

/** What concerns the conversation alone. */
const conversationRequests = v.variant('type', [
  v.object({ type: v.literal('send'), text: v.string(), results }),
  v.object({ type: v.literal('draft'), text: v.string(), results }),
  /** The user's turn `turn` is said anew with other words; what came after it is taken away. */
  v.object({ type: v.literal('edit'), turn: place, text: v.string() }),
  v.object({ type: v.literal('regenerate'), turn: place, target: v.string() }),
  /** One target, or all. */
  v.object({ type: v.literal('stop'), target: v.exactOptional(v.string()) }),
  v.object({ type: v.literal('clear') }),
  v.object({ type: v.literal('instruct'), text: v.string() }),
  /** The functions that may be called, as JSON. */
  v.object({ type: v.literal('equip'), tools: v.string() }),
  v.object({ type: v.literal('configure'), parameters: generationValues }),
  v.object({ type: v.literal('detach'), attachment: v.string() }),
  v.object({ type: v.literal('removeTarget'), target: v.string() }),
  /** The answer of `best` is the best of its turn; absent takes the vote back. */
  v.object({ type: v.literal('vote'), turn: place, best: v.exactOptional(v.string()) }),
  /** The answer of a target as it should be, as far as it is written; without one, it is not corrected any more. */
  v.object({ type: v.literal('correct'), correction: v.exactOptional(correction) }),
]);
export type ConversationRequest = v.InferOutput<typeof conversationRequests>;

const base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/));

export const playgroundRequests = v.variant('type', [
  conversationRequests,
  /** Pasted or dropped. */
  v.object({ type: v.literal('attach'), name: v.string(), mimeType: v.string(), base64 }),
  /** A file is chosen in the host's dialog, a `gs://` address is typed there; votes become data for preference tuning. */
  v.object({
    type: v.picklist(['chooseFile', 'typeAddress', 'addVotes', 'copyAsCode', 'history', 'export']),
  }),
  /** `insteadOf`: the target that it takes the place of. */
  v.object({ type: v.literal('addTarget'), insteadOf: v.exactOptional(v.string()) }),
  /** The corrected answer goes into a dataset as a new example, or into the line that the conversation was opened from. */
  v.object({ type: v.picklist(['addToDataset', 'fixLine']), correction }),
  /** The next step of a failed answer. */
  v.object({ type: v.literal('step'), request: place, step: place }),
]);
export type PlaygroundRequest = v.InferOutput<typeof playgroundRequests>;

/** The host has the conversation; the page keeps its name, and the last few keys. */
export const keptPlayground = v.object({
  conversation: v.string(),
  draft: v.exactOptional(v.string()),
  results,
  editing: v.optional(v.object({ turn: place, text: v.string() })),
});

export type PlaygroundProtocol = PageProtocol<
  PlaygroundState,
  PageEvent,
  PlaygroundStrings,
  PlaygroundRequest,
  v.InferOutput<typeof keptPlayground>
>;
