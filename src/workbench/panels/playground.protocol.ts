// What the playground's page and its host say to each other, and the state that both reduce in the same way.

/** `GenerationConfig` fields that a person can set; undefined leaves the choice to the service. */
export interface PlaygroundParameters {
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
}

export interface PlaygroundTarget {
  readonly service: string;
  readonly serviceLabel: string;
  /** Resource name of what is prompted. */
  readonly model: string;
  readonly displayName: string;
  readonly baseModel: string;
  /** False: each prompt stands alone, for the model takes one turn only. */
  readonly multiTurn: boolean;
}

export interface Answer {
  readonly prompt: string;
  readonly text: string;
  readonly outcome:
    | { readonly kind: 'streaming' | 'stopped' }
    | {
        readonly kind: 'done';
        readonly finishReason: string;
        readonly promptTokens: number | undefined;
        readonly outputTokens: number | undefined;
        readonly milliseconds: number;
      }
    | { readonly kind: 'failed'; readonly message: string };
}

export interface PlaygroundState {
  readonly target: PlaygroundTarget;
  readonly parameters: PlaygroundParameters;
  /** Oldest first; at most the last one is streaming. */
  readonly answers: readonly Answer[];
}

export type PlaygroundEvent =
  | { readonly kind: 'sent'; readonly prompt: string; readonly parameters: PlaygroundParameters }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ended'; readonly outcome: Exclude<Answer['outcome'], { kind: 'streaming' }> }
  | { readonly kind: 'cleared' };

export type ToPlayground =
  | { readonly type: 'state'; readonly state: PlaygroundState; readonly strings: PlaygroundStrings }
  | { readonly type: 'event'; readonly event: PlaygroundEvent };

export type FromPlayground =
  | { readonly type: 'ready' }
  | { readonly type: 'send'; readonly prompt: string; readonly parameters: PlaygroundParameters }
  | { readonly type: 'stop' }
  | { readonly type: 'clear' }
  | { readonly type: 'pageError'; readonly message: string };

/** The page's texts, translated by the host. */
export interface PlaygroundStrings {
  readonly promptLabel: string;
  readonly promptPlaceholder: string;
  readonly send: string;
  readonly stop: string;
  readonly clear: string;
  readonly parameters: string;
  readonly serviceDefault: string;
  readonly temperature: string;
  readonly topP: string;
  readonly topK: string;
  readonly maxOutputTokens: string;
  readonly you: string;
  readonly model: string;
  readonly empty: string;
  readonly singleTurn: string;
  readonly stopped: string;
  readonly waiting: string;
  readonly retry: string;
  readonly conversation: string;
}

export function reduce(state: PlaygroundState, event: PlaygroundEvent): PlaygroundState {
  switch (event.kind) {
    case 'sent': {
      const answer: Answer = { prompt: event.prompt, text: '', outcome: { kind: 'streaming' } };
      return { ...state, parameters: event.parameters, answers: [...state.answers, answer] };
    }
    case 'text':
      return changeLast(state, (answer) => ({ ...answer, text: answer.text + event.text }));
    case 'ended':
      return changeLast(state, (answer) => ({ ...answer, outcome: event.outcome }));
    case 'cleared':
      return { ...state, answers: [] };
  }
}

function changeLast(state: PlaygroundState, change: (answer: Answer) => Answer): PlaygroundState {
  const last = state.answers.at(-1);
  return last === undefined ? state : { ...state, answers: [...state.answers.slice(0, -1), change(last)] };
}

export function isStreaming(state: PlaygroundState): boolean {
  return state.answers.at(-1)?.outcome.kind === 'streaming';
}

/** A message of the page; undefined when it is none of ours. Prompts are never empty. */
export function readFromPlayground(message: unknown): FromPlayground | undefined {
  if (!isRecord(message)) return undefined;
  const { type, prompt, parameters, message: text } = message;
  switch (type) {
    case 'ready':
    case 'stop':
    case 'clear':
      return { type };
    case 'send':
      if (typeof prompt !== 'string' || prompt.trim() === '') return undefined;
      return { type, prompt, parameters: readParameters(parameters) };
    case 'pageError':
      return typeof text === 'string' ? { type, message: text } : undefined;
    default:
      return undefined;
  }
}

/** A state that a page kept over a reload of the window; an answer that was streaming then has stopped. */
export function readState(value: unknown): PlaygroundState | undefined {
  if (!isRecord(value) || !isRecord(value.target) || !Array.isArray(value.answers)) return undefined;
  const { service, serviceLabel, model, displayName, baseModel, multiTurn } = value.target;
  if (![service, serviceLabel, model, displayName, baseModel].every((text) => typeof text === 'string')) {
    return undefined;
  }
  return {
    target: {
      service: String(service),
      serviceLabel: String(serviceLabel),
      model: String(model),
      displayName: String(displayName),
      baseModel: String(baseModel),
      multiTurn: multiTurn === true,
    },
    parameters: readParameters(value.parameters),
    answers: value.answers.flatMap(readAnswer),
  };
}

function readAnswer(value: unknown): Answer[] {
  if (!isRecord(value) || typeof value.prompt !== 'string' || typeof value.text !== 'string') return [];
  return [{ prompt: value.prompt, text: value.text, outcome: readOutcome(value.outcome) }];
}

function readOutcome(value: unknown): Answer['outcome'] {
  if (!isRecord(value)) return { kind: 'stopped' };
  if (value.kind === 'failed') return { kind: 'failed', message: String(value.message) };
  if (value.kind !== 'done') return { kind: 'stopped' };
  return {
    kind: 'done',
    finishReason: String(value.finishReason),
    promptTokens: finite(value.promptTokens),
    outputTokens: finite(value.outputTokens),
    milliseconds: finite(value.milliseconds) ?? 0,
  };
}

function readParameters(value: unknown): PlaygroundParameters {
  if (!isRecord(value)) return {};
  return {
    temperature: finite(value.temperature),
    topP: finite(value.topP),
    topK: finite(value.topK),
    maxOutputTokens: finite(value.maxOutputTokens),
  };
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
