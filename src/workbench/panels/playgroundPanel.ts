import * as vscode from 'vscode';
import type { TunedModel } from '../../tuning/job';
import type { GenerateChunk, GenerationParameters, TuningService, Turn } from '../../tuning/service';
import { isCancellation } from '../../tuning/userError';
import { sentenceOf } from '../errorBoundary';
import { panelFolder, panelHtml } from './panelHtml';
import {
  isStreaming,
  type PlaygroundEvent,
  type PlaygroundParameters,
  type PlaygroundState,
  readFromPlayground,
  readState,
  reduce,
  type ToPlayground,
} from './playground.protocol';
import { playgroundStrings } from './playgroundStrings';

const viewType = 'tunewright.playground';

/** Streamed text is sent to the page in pieces of this many milliseconds, about one per frame. */
const batchMilliseconds = 16;

/** The open playgrounds, one per model. */
export class Playgrounds implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #open = new Map<string, PlaygroundPanel>();
  readonly #registration: vscode.Disposable;

  constructor(
    private readonly services: readonly TuningService[],
    private readonly extensionUri: vscode.Uri,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  show(service: TuningService, model: TunedModel): void {
    const open = this.#open.get(model.name);
    if (open) {
      open.panel.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      viewType,
      vscode.l10n.t('Playground: {0}', model.displayName),
      vscode.ViewColumn.Active,
      this.#options(),
    );
    const target = {
      service: service.id,
      serviceLabel: service.label,
      model: model.name,
      displayName: model.displayName,
      baseModel: model.baseModel,
      multiTurn: service.can.multiTurn,
    };
    this.#adopt(panel, service, { target, parameters: {}, answers: [] });
  }

  /** VS Code calls this for each panel that was open when the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const state = readState(kept);
    const service = this.services.find((one) => one.id === state?.target.service);
    if (state === undefined || service === undefined) return panel.dispose();
    panel.webview.options = this.#options();
    this.#adopt(panel, service, state);
  }

  dispose(): void {
    this.#registration.dispose();
    for (const open of this.#open.values()) open.panel.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, service: TuningService, state: PlaygroundState): void {
    this.#open.set(state.target.model, new PlaygroundPanel(panel, service, state, this.log));
    panel.onDidDispose(() => this.#open.delete(state.target.model));
    panel.webview.html = panelHtml(panel.webview, this.extensionUri, 'playground');
  }

  #options(): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [panelFolder(this.extensionUri)] };
  }
}

/** One playground. The host owns the state; the page renders it. */
class PlaygroundPanel {
  #state: PlaygroundState;
  #abort: AbortController | undefined;

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly service: TuningService,
    state: PlaygroundState,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#state = state;
    panel.webview.onDidReceiveMessage((message) => this.#receive(message));
    panel.onDidDispose(() => this.#abort?.abort());
  }

  #receive(message: unknown): void {
    const request = readFromPlayground(message);
    switch (request?.type) {
      case 'ready':
        this.#post({ type: 'state', state: this.#state, strings: playgroundStrings() });
        break;
      case 'send':
        if (!isStreaming(this.#state)) void this.#answer(request.prompt, request.parameters);
        break;
      case 'stop':
        this.#abort?.abort();
        break;
      case 'clear':
        this.#abort?.abort();
        this.#happen({ kind: 'cleared' });
        break;
      case 'pageError':
        this.log.error(`Playground page: ${request.message}`);
        break;
      default:
        this.log.warn('The playground page sent a message that is not in the protocol.');
    }
  }

  /** Every accepted prompt ends in exactly one `ended` event. */
  async #answer(prompt: string, parameters: PlaygroundParameters): Promise<void> {
    const abort = new AbortController();
    this.#abort = abort;
    const turns = this.#turnsBefore(prompt);
    this.#happen({ kind: 'sent', prompt, parameters });
    const started = Date.now();
    const happen = (event: PlaygroundEvent) => {
      if (this.#abort === abort) this.#happen(event); // a cleared conversation takes no late events
    };
    const text = batched((piece) => happen({ kind: 'text', text: piece }));
    try {
      const request = { systemInstruction: undefined, turns, parameters: definedOnly(parameters) };
      let end: Extract<GenerateChunk, { kind: 'end' }> | undefined;
      for await (const chunk of this.service.generate(this.#state.target.model, request, abort.signal)) {
        if (chunk.kind === 'text') text.add(chunk.text);
        else end = chunk;
      }
      text.flush();
      const outcome = {
        kind: 'done' as const,
        finishReason: end?.finishReason ?? '',
        promptTokens: end?.usage?.promptTokens,
        outputTokens: end?.usage?.outputTokens,
        milliseconds: Date.now() - started,
      };
      happen({ kind: 'ended', outcome });
    } catch (error) {
      text.flush();
      if (isCancellation(error)) happen({ kind: 'ended', outcome: { kind: 'stopped' } });
      else {
        this.log.warn(
          `Prompting ${this.#state.target.model}: ${error instanceof Error ? error.name : 'failed'}`,
        );
        happen({ kind: 'ended', outcome: { kind: 'failed', message: sentenceOf(error) } });
      }
    }
  }

  #turnsBefore(prompt: string): Turn[] {
    const turn: Turn = { role: 'user', text: prompt };
    if (!this.#state.target.multiTurn) return [turn];
    const answered = this.#state.answers.filter((answer) => answer.outcome.kind === 'done');
    const earlier = answered.flatMap((answer): Turn[] => [
      { role: 'user', text: answer.prompt },
      { role: 'model', text: answer.text },
    ]);
    return [...earlier, turn];
  }

  #happen(event: PlaygroundEvent): void {
    if (event.kind === 'cleared') this.#abort = undefined;
    this.#state = reduce(this.#state, event);
    this.#post({ type: 'event', event });
  }

  #post(message: ToPlayground): void {
    void this.panel.webview.postMessage(message); // false when the panel is hidden: it asks for all when it is back
  }
}

function batched(send: (text: string) => void): { add(text: string): void; flush(): void } {
  let pending = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (pending !== '') send(pending);
    pending = '';
  };
  return {
    add(text) {
      pending += text;
      timer ??= setTimeout(flush, batchMilliseconds);
    },
    flush,
  };
}

function definedOnly({
  temperature,
  topP,
  topK,
  maxOutputTokens,
}: PlaygroundParameters): GenerationParameters {
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}
