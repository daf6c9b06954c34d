// The state of a playground, and the events that host and page reduce it by in the same way. The host owns it.
import type { FunctionCall } from '../../../tuning/contract/functions';
import type { GenerationValues, PromptedModel, PromptFeatures } from '../../../tuning/contract/prompting';
import type { SafetyRating } from '../../../tuning/contract/service';

/** At most so many are compared side by side. */
export const mostTargets = 4;

export interface PlaygroundTarget extends PromptedModel {
  /** Unique: the service's id and the model's name. */
  readonly id: string;
  readonly service: string;
  readonly serviceLabel: string;
  readonly displayName: string;
  readonly features: PromptFeatures;
  /** It was deleted: its answers stay, and nothing can be asked of it. */
  readonly isGone?: boolean;
}

/** Its data stays with the host. */
export interface PlaygroundAttachment {
  readonly id: string;
  /** File name, or the `gs://` address. */
  readonly name: string;
  readonly mimeType: string;
  /** Undefined: in Cloud Storage. */
  readonly bytes: number | undefined;
}

/** The dataset line that a conversation was opened from. */
export interface PlaygroundOrigin {
  readonly uri: string;
  /** From 0. */
  readonly line: number;
  /** Of what the line says, to find it again when lines above it come and go. */
  readonly hash: number;
  /** The answer that stands in the line; undefined when it has none. */
  readonly expected: string | undefined;
}

/** An answer as the user wants it in a dataset. */
export interface Correction {
  readonly turn: number;
  readonly target: string;
  readonly text: string;
}

/** What came of a call, as the user writes it: JSON, or a text. */
export interface PlaygroundResult {
  /** Of the function. */
  readonly name: string;
  /** Of the call, where it has one. */
  readonly id?: string;
  readonly text: string;
}

/** What the user is about to send. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly PlaygroundAttachment[];
  /** One for each call that waits for it. */
  readonly results?: readonly PlaygroundResult[];
  /** It is the prompt of the origin's line. */
  readonly fromOrigin?: boolean;
}

/** `id`: unique within the conversation. */
export type PlaygroundTurn = UserTurn | GivenTurn | AnswersTurn;

export interface UserTurn extends Draft {
  readonly kind: 'user';
  readonly id: number;
}

/** A model's turn that was there from the start, the same for all targets. */
export interface GivenTurn {
  readonly kind: 'given';
  readonly id: number;
  readonly text: string;
  readonly calls?: readonly FunctionCall[];
}

/** What the targets answered to the user's turn before. */
export interface AnswersTurn {
  readonly kind: 'answers';
  readonly id: number;
  /** At most one of each target, in the order of asking. */
  readonly answers: readonly Answer[];
  /** `PlaygroundTarget.id` of the answer that the user found the best. */
  readonly best?: string;
}

export interface Answer {
  readonly target: string;
  /** Unique within the conversation: events of an earlier request find no answer any more. */
  readonly request: number;
  readonly text: string;
  readonly calls?: readonly FunctionCall[];
  /** With its calls, as people edit it; absent where the text is all. */
  readonly written?: string;
  readonly outcome: Outcome;
}

export type Outcome = { readonly kind: 'streaming' } | EndedOutcome;

export type EndedOutcome =
  | { readonly kind: 'stopped' }
  | DoneOutcome
  | {
      readonly kind: 'failed';
      readonly message: string;
      /** Titles of what can be done about it. */
      readonly steps: readonly string[];
    };

export interface DoneOutcome {
  readonly kind: 'done';
  /** Name of a `FinishReason`, or of a `BlockReason` when the prompt was refused. */
  readonly finishReason: string;
  readonly promptBlocked: boolean;
  readonly safetyRatings: readonly SafetyRating[];
  readonly promptTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly thoughtTokens: number | undefined;
  /** US dollars; undefined when no price is known. */
  readonly price: number | undefined;
  /** Milliseconds from the request to the first text; undefined when none came. */
  readonly firstText: number | undefined;
  /** Milliseconds from the request to the end. */
  readonly total: number;
}

export interface PlaygroundState {
  /** Names the conversation in the history. */
  readonly id: string;
  /** One to four. */
  readonly targets: readonly PlaygroundTarget[];
  readonly systemInstruction: string;
  /** The functions that may be called, as the user writes them: JSON, or nothing. */
  readonly tools: string;
  readonly parameters: GenerationValues;
  /** Oldest first. */
  readonly turns: readonly PlaygroundTurn[];
  readonly draft: Draft;
  readonly origin: PlaygroundOrigin | undefined;
  /** The answer that is being corrected. */
  readonly correction: Correction | undefined;
}

export type PlaygroundEvent =
  | { readonly kind: 'targets'; readonly targets: readonly PlaygroundTarget[] }
  | { readonly kind: 'instructed'; readonly text: string }
  | { readonly kind: 'equipped'; readonly tools: string }
  | { readonly kind: 'configured'; readonly parameters: GenerationValues }
  | { readonly kind: 'drafted'; readonly draft: Draft }
  /** The draft, or an earlier turn in other words, became a turn; `answers` is the id of the turn that its answers go to. */
  | {
      readonly kind: 'sent';
      readonly from: 'draft' | 'edit';
      readonly turn: UserTurn;
      readonly answers: number;
    }
  /** A target is asked, for the first time or again. */
  | { readonly kind: 'asked'; readonly turn: number; readonly target: string; readonly request: number }
  | { readonly kind: 'text'; readonly request: number; readonly text: string }
  | { readonly kind: 'called'; readonly request: number; readonly call: FunctionCall }
  | {
      readonly kind: 'ended';
      readonly request: number;
      readonly outcome: EndedOutcome;
      /** As of `Answer`. */
      readonly written?: string;
    }
  | { readonly kind: 'voted'; readonly turn: number; readonly best: string | undefined }
  | { readonly kind: 'corrected'; readonly correction: Correction | undefined }
  /** The line that the conversation was opened from has another answer now. */
  | { readonly kind: 'fixed'; readonly origin: PlaygroundOrigin }
  /** The turn and all after it are taken away; the conversation goes on under a new id, the old one stays in the history. */
  | { readonly kind: 'cut'; readonly turn: number; readonly id: string }
  /** A new conversation with the same targets and settings. */
  | { readonly kind: 'cleared'; readonly id: string };

export const emptyDraft: Draft = { text: '', attachments: [] };

export function reduce(state: PlaygroundState, event: PlaygroundEvent): PlaygroundState {
  switch (event.kind) {
    case 'targets':
      return { ...state, targets: event.targets };
    case 'instructed':
      return { ...state, systemInstruction: event.text };
    case 'equipped':
      return { ...state, tools: event.tools };
    case 'configured':
      return { ...state, parameters: event.parameters };
    case 'drafted':
      return { ...state, draft: event.draft };
    case 'sent': {
      const answers: AnswersTurn = { kind: 'answers', id: event.answers, answers: [] };
      const draft = event.from === 'draft' ? emptyDraft : state.draft;
      return { ...state, draft, turns: [...state.turns, event.turn, answers] };
    }
    case 'asked':
      return changeAnswersTurn(state, event.turn, (turn) => withAnswer(turn, event.target, event.request));
    case 'text':
      return changeAnswer(state, event.request, (answer) => ({ ...answer, text: answer.text + event.text }));
    case 'called':
      return changeAnswer(state, event.request, (answer) => ({
        ...answer,
        calls: [...(answer.calls ?? []), event.call],
      }));
    case 'ended': {
      const { outcome, written } = event;
      return changeAnswer(state, event.request, (answer) => ({
        ...answer,
        outcome,
        ...(written === undefined ? {} : { written }),
      }));
    }
    case 'voted':
      return changeAnswersTurn(state, event.turn, ({ best: _, ...turn }) => ({
        ...turn,
        ...(event.best === undefined ? {} : { best: event.best }),
      }));
    case 'corrected':
      return { ...state, correction: event.correction };
    case 'fixed':
      return { ...state, origin: event.origin };
    case 'cut': {
      const end = state.turns.findIndex(({ id }) => id === event.turn);
      return end < 0
        ? state
        : { ...state, id: event.id, turns: state.turns.slice(0, end), correction: undefined };
    }
    case 'cleared':
      return {
        ...state,
        id: event.id,
        turns: [],
        draft: emptyDraft,
        origin: undefined,
        correction: undefined,
      };
  }
}

/** A vote for an answer does not outlive it. */
function withAnswer({ best, ...turn }: AnswersTurn, target: string, request: number): AnswersTurn {
  const asked: Answer = { target, request, text: '', outcome: { kind: 'streaming' } };
  const isOld = turn.answers.some((answer) => answer.target === target);
  const answers = isOld
    ? turn.answers.map((answer) => (answer.target === target ? asked : answer))
    : [...turn.answers, asked];
  return { ...turn, answers, ...(best === undefined || best === target ? {} : { best }) };
}

function changeAnswersTurn(
  state: PlaygroundState,
  id: number,
  change: (turn: AnswersTurn) => AnswersTurn,
): PlaygroundState {
  const turns = state.turns.map((turn) => (turn.kind === 'answers' && turn.id === id ? change(turn) : turn));
  return { ...state, turns };
}

/** Only a streaming answer changes: what comes late, after its end, changes nothing. */
function changeAnswer(
  state: PlaygroundState,
  request: number,
  change: (answer: Answer) => Answer,
): PlaygroundState {
  const turn = answersTurns(state).findLast((one) =>
    one.answers.some((answer) => answer.request === request),
  );
  if (turn === undefined) return state;
  return changeAnswersTurn(state, turn.id, (one) => ({
    ...one,
    answers: one.answers.map((answer) =>
      answer.request === request && answer.outcome.kind === 'streaming' ? change(answer) : answer,
    ),
  }));
}

export function answersTurns({ turns }: Pick<PlaygroundState, 'turns'>): readonly AnswersTurn[] {
  return turns.filter((turn) => turn.kind === 'answers');
}

/** The calls that wait for what came of them: of the best answer to the last prompt, else of the first that calls. */
export function openCalls(state: Pick<PlaygroundState, 'turns'>): readonly FunctionCall[] {
  const last = state.turns.at(-1);
  if (last?.kind === 'given') return last.calls ?? [];
  if (last?.kind !== 'answers' || isStreaming(state)) return [];
  const calls = (answer: Answer | undefined) =>
    answer?.calls && answer.outcome.kind !== 'failed' ? answer.calls : undefined;
  const best = calls(last.answers.find(({ target }) => target === last.best));
  return best ?? last.answers.map(calls).find((one) => one !== undefined) ?? [];
}

export function streamingAnswers(state: Pick<PlaygroundState, 'turns'>): readonly Answer[] {
  return answersTurns(state).flatMap(({ answers }) =>
    answers.filter(({ outcome }) => outcome.kind === 'streaming'),
  );
}

/** Those that can be asked. */
export function presentTargets({ targets }: Pick<PlaygroundState, 'targets'>): readonly PlaygroundTarget[] {
  return targets.filter(({ isGone }) => !isGone);
}

export function isStreaming(state: Pick<PlaygroundState, 'turns'>): boolean {
  return streamingAnswers(state).length > 0;
}
