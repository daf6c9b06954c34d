import { isCancellation, type NextStep, UserError } from '../../../base/userError';
import { writeAnswer } from '../../../dataset/editing/editedAnswer';
import type {
  Attachment,
  GenerateChunk,
  GenerationParameters,
  Prompt,
  TuningService,
} from '../../../tuning/contract/service';
import { answerParts, type Said } from '../../../tuning/prompt/promptedExample';
import { gathered } from '../../ui/frameBatcher';
import type { ConversationRequest } from '../protocol/playground.protocol';
import {
  type Answer,
  type DoneOutcome,
  type Draft,
  type EndedOutcome,
  isStreaming,
  mostTargets,
  openCalls,
  type PlaygroundEvent,
  type PlaygroundOrigin,
  type PlaygroundResult,
  type PlaygroundState,
  type PlaygroundTarget,
  presentTargets,
  reduce,
  streamingAnswers,
} from '../protocol/playgroundState.protocol';
import type { PlaygroundStart } from './playgroundStart';
import { readTools } from './playgroundTools';
import { answerOf, lastAnswers, readResponse, turnsFor, userTurn } from './playgroundTurns';

/** A conversation with the data of its attachments, by their id. Plain JSON. */
export interface KeptConversation {
  readonly state: PlaygroundState;
  readonly data: Readonly<Record<string, Attachment>>;
}

export interface Explanation {
  readonly message: string;
  readonly steps: readonly { readonly title: string; readonly step: NextStep }[];
}

/** What a conversation needs of the world. */
export interface SessionDependencies {
  serviceOf(target: PlaygroundTarget): TuningService;
  /** The parameters that a target takes. Throws a `UserError` when a value cannot be sent. */
  parametersOf(target: PlaygroundTarget, values: PlaygroundState['parameters']): GenerationParameters;
  /** US dollars; undefined when no price is known. */
  priceOf(target: PlaygroundTarget, usage: Usage): number | undefined;
  /** Called after each change of the state, in order. */
  onEvent(event: PlaygroundEvent): void;
  keep(conversation: KeptConversation): void;
  /** Says that a target takes no attachments, or no functions. */
  textOnly(target: PlaygroundTarget): string;
  explain(error: unknown, target: PlaygroundTarget): Explanation;
  /** Milliseconds. */
  now(): number;
  newId(): string;
  /** Runs it a frame later. */
  later(run: () => void): void;
}

export type Usage = Pick<DoneOutcome, 'promptTokens' | 'outputTokens' | 'thoughtTokens'>;

/** One conversation of a playground with its running requests. Every request ends in exactly one `ended` event. */
export class PlaygroundSession {
  #state: PlaygroundState;
  readonly #data: Map<string, Attachment>;
  readonly #running = new Map<number, AbortController>();
  /** Of failed answers, by request. */
  readonly #steps = new Map<number, readonly NextStep[]>();
  #lastId: number;

  constructor(
    kept: KeptConversation,
    private readonly needs: SessionDependencies,
  ) {
    this.#state = kept.state;
    this.#data = new Map(Object.entries(kept.data));
    const ids = kept.state.turns.flatMap((turn) => [
      turn.id,
      ...(turn.kind === 'answers' ? turn.answers.map(({ request }) => request) : []),
    ]);
    this.#lastId = Math.max(0, ...ids);
  }

  get state(): PlaygroundState {
    return this.#state;
  }

  get kept(): KeptConversation {
    return { state: this.#state, data: Object.fromEntries(this.#data) };
  }

  receive(request: ConversationRequest): void {
    switch (request.type) {
      case 'send':
        this.#send('draft', this.#draftOf(request));
        break;
      case 'edit':
        this.#edit(request.turn, request.text);
        break;
      case 'regenerate':
        this.#regenerate(request.turn, request.target);
        break;
      case 'stop':
        this.#stop((answer) => request.target === undefined || answer.target === request.target);
        break;
      case 'clear':
        this.#restart({ kind: 'cleared', id: this.needs.newId() });
        break;
      case 'draft':
        this.#happen({ kind: 'drafted', draft: this.#draftOf(request) });
        break;
      case 'instruct':
        this.#happen({ kind: 'instructed', text: request.text });
        break;
      case 'equip':
        this.#happen({ kind: 'equipped', tools: request.tools });
        break;
      case 'configure':
        this.#happen({ kind: 'configured', parameters: request.parameters });
        break;
      case 'detach':
        this.#detach(request.attachment);
        break;
      case 'removeTarget':
        this.#removeTarget(request.target);
        break;
      case 'vote':
        this.#happen({ kind: 'voted', turn: request.turn, best: request.best });
        break;
      case 'correct':
        this.#happen({ kind: 'corrected', correction: request.correction });
        break;
    }
  }

  /** The next step of a failed answer; undefined when it is not known any more. */
  step(request: number, step: number): NextStep | undefined {
    return this.#steps.get(request)?.[step];
  }

  /** What an attachment of the conversation holds. */
  attachment(id: string): Attachment | undefined {
    return this.#data.get(id);
  }

  attach(name: string, bytes: number | undefined, attachment: Attachment): void {
    const id = this.needs.newId();
    this.#data.set(id, attachment);
    const { draft } = this.#state;
    const attachments = [...draft.attachments, { id, name, mimeType: attachment.mimeType, bytes }];
    this.#happen({ kind: 'drafted', draft: { ...draft, attachments } });
  }

  /**
   * Asks the new target what the others were asked last.
   * @param insteadOf id of the target that it takes the place of
   */
  addTarget(target: PlaygroundTarget, insteadOf?: string): void {
    const targets = this.#state.targets.filter(({ id }) => id !== insteadOf);
    if (targets.length >= mostTargets || targets.some(({ id }) => id === target.id)) return;
    this.#happen({ kind: 'targets', targets: [...targets, target] });
    const last = this.#state.turns.at(-1);
    if (last?.kind === 'answers') this.#ask(last.id, target);
  }

  /** Notes which targets are gone, and which are not (any more). */
  lookForGone(isGone: (target: PlaygroundTarget) => boolean): void {
    const { targets } = this.#state;
    if (targets.every((target) => isGone(target) === (target.isGone ?? false))) return;
    this.#stop(({ target }) => targets.some((one) => one.id === target && isGone(one)));
    this.#happen({ kind: 'targets', targets: targets.map((one) => ({ ...one, isGone: isGone(one) })) });
  }

  /** What a target was told before its answer in the turn `answers`; without a turn, what it would be told now. */
  said(answers: number | undefined, target: PlaygroundTarget): Said {
    const { systemInstruction, draft, tools } = this.#state;
    const declared = readTools(tools);
    const dataOf = (id: string) => this.#data.get(id);
    const turns = turnsFor(this.#state, answers, target.id, dataOf);
    if (answers === undefined) turns.push(userTurn(draft, dataOf));
    return {
      systemInstruction: systemInstruction.trim() === '' ? undefined : systemInstruction,
      turns: target.features.multiTurn ? turns : turns.slice(-1),
      ...(declared.length > 0 ? { tools: declared } : {}),
    };
  }

  /** What the user has written and not sent; else what was sent last. Undefined when there is neither. */
  latestPrompt(target: PlaygroundTarget): Prompt | undefined {
    const { draft, parameters } = this.#state;
    const isWritten = saysSomething(draft);
    const last = lastAnswers(this.#state);
    if (!isWritten && last === undefined) return undefined;
    return {
      ...this.said(isWritten ? undefined : last?.id, target),
      parameters: this.needs.parametersOf(target, parameters),
    };
  }

  /** What is written and not sent, as the start of a conversation with another target. Undefined: nothing is. */
  unsent(target: PlaygroundTarget): PlaygroundStart | undefined {
    const { draft, systemInstruction } = this.#state;
    if (!saysSomething(draft)) return undefined;
    return { systemInstruction, turns: this.said(undefined, target).turns.slice(-1) };
  }

  /** The line that the conversation was opened from was given another answer. */
  fixed(origin: PlaygroundOrigin): void {
    this.#happen({ kind: 'fixed', origin });
  }

  /** Stops what runs. What it has brought so far is kept. */
  dispose(): void {
    this.#stop(() => true);
  }

  #send(from: 'draft' | 'edit', draft: Draft): void {
    const targets = presentTargets(this.#state);
    if (isStreaming(this.#state) || !saysSomething(draft) || targets.length === 0) return;
    for (const { name, text } of draft.results ?? []) readResponse(name, text);
    const turn = { kind: 'user' as const, id: this.#newNumber(), ...draft };
    const answers = this.#newNumber();
    this.#happen({ kind: 'sent', from, turn, answers });
    for (const target of targets) this.#ask(answers, target);
  }

  #edit(id: number, text: string): void {
    const turn = this.#state.turns.find((one) => one.id === id);
    if (turn?.kind !== 'user' || !saysSomething({ ...turn, text })) return;
    if (presentTargets(this.#state).length === 0) return;
    const { attachments, fromOrigin, results } = turn;
    this.#restart({ kind: 'cut', turn: id, id: this.needs.newId() });
    this.#send('edit', {
      text,
      attachments,
      ...(results ? { results } : {}),
      ...(fromOrigin ? { fromOrigin } : {}),
    });
  }

  #regenerate(id: number, targetId: string): void {
    const turns = this.#state.turns;
    const place = turns.findIndex((turn) => turn.id === id);
    const turn = turns[place];
    const target = presentTargets(this.#state).find((one) => one.id === targetId);
    if (turn?.kind !== 'answers' || target === undefined) return;
    if (answerOf(turn, targetId)?.outcome.kind === 'streaming') return;
    const next = turns[place + 1];
    if (next) this.#restart({ kind: 'cut', turn: next.id, id: this.needs.newId() });
    this.#ask(id, target);
  }

  #detach(id: string): void {
    const { draft } = this.#state;
    const attachments = draft.attachments.filter((one) => one.id !== id);
    if (attachments.length < draft.attachments.length) this.#data.delete(id);
    this.#happen({ kind: 'drafted', draft: { ...draft, attachments } });
  }

  #removeTarget(id: string): void {
    const targets = this.#state.targets.filter((one) => one.id !== id);
    if (targets.length === 0) return;
    this.#stop((answer) => answer.target === id);
    this.#happen({ kind: 'targets', targets });
  }

  /** The conversation as it was stays in the history under its own id. */
  #restart(event: Extract<PlaygroundEvent, { kind: 'cut' | 'cleared' }>): void {
    this.#stop(() => true);
    this.#happen(event);
  }

  #stop(which: (answer: Answer) => boolean): void {
    for (const answer of streamingAnswers(this.#state).filter(which)) {
      this.#running.get(answer.request)?.abort();
      this.#end(answer.request, { kind: 'stopped' });
    }
  }

  #ask(turn: number, target: PlaygroundTarget): void {
    const request = this.#newNumber();
    const abort = new AbortController();
    this.#running.set(request, abort);
    this.#happen({ kind: 'asked', turn, target: target.id, request });
    void this.#stream(turn, target, request, abort.signal);
  }

  async #stream(turn: number, target: PlaygroundTarget, request: number, signal: AbortSignal): Promise<void> {
    const started = this.needs.now();
    let firstText: number | undefined;
    const text = gathered(this.needs.later, (piece) => {
      if (this.#running.has(request)) this.#happen({ kind: 'text', request, text: piece });
    });
    try {
      const prompt = this.#promptFor(turn, target);
      let end: Extract<GenerateChunk, { kind: 'end' }> | undefined;
      for await (const chunk of this.needs.serviceOf(target).generate(target.name, prompt, signal)) {
        if (!this.#running.has(request)) return;
        if (chunk.kind === 'text') {
          firstText ??= this.needs.now() - started;
          text.add(chunk.text);
        } else if (chunk.kind === 'call') {
          firstText ??= this.needs.now() - started;
          text.flush();
          this.#happen({ kind: 'called', request, call: chunk.call });
        } else end = chunk;
      }
      text.flush();
      this.#end(request, this.#done(target, end, firstText, this.needs.now() - started));
    } catch (error) {
      text.flush();
      if (isCancellation(error)) return this.#end(request, { kind: 'stopped' });
      const { message, steps } = this.needs.explain(error, target);
      this.#steps.set(
        request,
        steps.map(({ step }) => step),
      );
      this.#end(request, { kind: 'failed', message, steps: steps.map(({ title }) => title) });
    }
  }

  #done(
    target: PlaygroundTarget,
    end: Extract<GenerateChunk, { kind: 'end' }> | undefined,
    firstText: number | undefined,
    total: number,
  ): DoneOutcome {
    const usage = {
      promptTokens: end?.usage?.promptTokens,
      outputTokens: end?.usage?.outputTokens,
      thoughtTokens: end?.usage?.thoughtTokens,
    };
    return {
      kind: 'done',
      finishReason: end?.finishReason ?? 'FINISH_REASON_UNSPECIFIED',
      promptBlocked: end?.promptBlocked ?? false,
      safetyRatings: end?.safetyRatings ?? [],
      ...usage,
      price: this.needs.priceOf(target, usage),
      firstText,
      total,
    };
  }

  #end(request: number, outcome: EndedOutcome): void {
    if (!this.#running.delete(request)) return;
    const answers = this.#state.turns.flatMap((turn) => (turn.kind === 'answers' ? turn.answers : []));
    const { text = '', calls } = answers.find((answer) => answer.request === request) ?? {};
    const written = calls && { written: writeAnswer(answerParts(text, calls)) };
    this.#happen({ kind: 'ended', request, outcome, ...written });
  }

  #promptFor(answers: number, target: PlaygroundTarget): Prompt {
    const said = this.said(answers, target);
    const { attachments, functions } = target.features;
    const hasFunctions = said.tools !== undefined || said.turns.some((turn) => turn.functions);
    if (
      (attachments === undefined && said.turns.some((turn) => turn.attachments)) ||
      (!functions && hasFunctions)
    ) {
      throw new UserError(this.needs.textOnly(target), 'TEXT_ONLY');
    }
    return {
      ...said,
      parameters: this.needs.parametersOf(target, this.#state.parameters),
    };
  }

  #happen(event: PlaygroundEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (this.#state === before) return;
    this.needs.onEvent(event);
    if (event.kind !== 'text') this.needs.keep(this.kept);
  }

  /** What the user has written, beside what hangs on it already. */
  #draftOf({
    text,
    results = [],
  }: Pick<Extract<ConversationRequest, { type: 'draft' }>, 'text' | 'results'>): Draft {
    const { results: before = [], ...draft } = this.#state.draft;
    const calls = openCalls(this.#state);
    const waiting = calls.length > 0 ? calls : before; // those of a line whose call is told no more
    const told = waiting.map(
      ({ name, id }, index): PlaygroundResult => ({
        name,
        ...(id === undefined ? {} : { id }),
        text: results[index] ?? '',
      }),
    );
    return { ...draft, text, ...(told.length > 0 ? { results: told } : {}) };
  }

  #newNumber(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

function saysSomething({ text, attachments, results = [] }: Draft): boolean {
  return text.trim() !== '' || attachments.length > 0 || results.length > 0;
}
