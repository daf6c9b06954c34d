// Tuned models in VS Code's chat. Loaded when VS Code first asks for them, and only when the user has switched them on.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { isCancellation, UserError } from '../../base/userError';
import { listPriceText, priceToday } from '../../dataset/targets/price';
import { findTarget } from '../../dataset/targets/target';
import { estimateTokens } from '../../dataset/tokens/estimate';
import type { GenerateChunk, Prompt } from '../../tuning/contract/service';
import { toGenerationParameters } from '../../tuning/prompt/generationValues';
import { placeText } from '../connection/placeText';
import { retirementNote } from '../jobs/tree/retirementText';
import type { PlaygroundTarget } from '../playground/protocol/playgroundState.protocol';
import { finishSentences } from '../playground/protocol/playgroundStrings';
import { trainedInstruction } from '../playground/session/trainedInstruction';
import { tunedTargets } from '../playground/targets/playgroundTargetPick';
import { signalOf } from '../ui/cancellation';
import { setContext } from '../ui/contextKeys';
import { sentenceOf } from '../ui/errorBoundary';
import { errorStory } from '../ui/errorStory';
import { requireTrust } from '../ui/trust';
import { serviceOf, type Workbench } from '../workbench';
import { type ChatMessage, chatPartOf, chatPrompt, chatText, chatTools, readChatParts } from './chatPrompt';
import type {
  ChatModelInformation,
  ChatRequestMessage,
  ChatResponseOptions,
  ChatResponsePart,
} from './chatProviderApi';

/** Gemini models take more, but prices are published for prompts of up to so many tokens. */
const mostInputTokens = 200_000;
/** Calls whose signatures are remembered, the latest. */
const mostSignatures = 1_000;
/** VS Code's chat: who writes there has chosen the model. */
const chats = ['core', 'github.copilot-chat'];

export class ChatModels {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #watching: vscode.Disposable;
  /** Ids of the models that VS Code was told last; undefined: it has not asked. */
  #told: string | undefined;
  /** By the ids of calls. VS Code has no place for them. */
  readonly #signatures = new Map<string, string>();
  /** Extensions with the models that the user lets them prompt in this window, and pays for. */
  readonly #allowed = new Set<string>();

  constructor(private readonly workbench: Workbench) {
    const { watcher, memory, connections } = workbench;
    const look = () => {
      if (this.#told !== undefined && this.#told !== this.#ids()) this.#changed.fire();
    };
    this.#watching = vscode.Disposable.from(
      watcher.onDidChange(look),
      memory.onDidDelete(look),
      connections.onDidChange(() => {
        this.#allowed.clear(); // somebody else pays
        this.#changed.fire();
      }),
    );
  }

  dispose(): void {
    this.#watching.dispose();
    this.#changed.dispose();
  }

  /** The user's tuned models that can be prompted, as far as they're known. Asks for jobs when nothing in this window has yet. */
  async list(): Promise<ChatModelInformation[]> {
    const { watcher, connections } = this.workbench;
    if (connections.kind === 'none') {
      this.#told = '';
      return [];
    }
    if (watcher.services.some(({ id }) => watcher.jobs(id).status === 'unasked')) void watcher.refresh(); // VS Code waits for nobody: it's told of the change
    this.#told = this.#ids();
    const targets = this.#targets();
    if (targets.length === 0) return [];
    const place = await placeText(this.workbench);
    return targets.map((target) => this.#information(target, place));
  }

  async respond(
    { id }: ChatModelInformation,
    messages: readonly ChatRequestMessage[],
    options: ChatResponseOptions,
    progress: vscode.Progress<ChatResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    try {
      requireTrust();
      const target = this.#targets().find((one) => one.id === id);
      if (target === undefined)
        throw new UserError(
          vscode.l10n.t('This model is no longer available here. Pick another model.'),
          'MODEL_GONE',
        );
      await this.#requireConsent(target, options.requestInitiator);
      const prompt = await this.#prompt(target, messages, options);
      await this.#stream(target, prompt, progress, signalOf(token));
    } catch (error) {
      if (isCancellation(error) || error instanceof vscode.CancellationError)
        throw new vscode.CancellationError();
      const { log } = this.workbench;
      if (error instanceof UserError) log.warn(`Chat with ${id}: ${error.reason}`);
      else log.error(`Chat with ${id}`, errorStory(error));
      throw new Error(sentenceOf(error));
    }
  }

  /** Exactly, by Gemma's vocabulary; of files nothing is known here. */
  async count(said: string | ChatRequestMessage): Promise<number> {
    const text = typeof said === 'string' ? said : chatText(readChatParts(said.content));
    try {
      const [count] = await this.workbench.tokenCounter.count([text]);
      return count ?? estimateTokens(text.length);
    } catch {
      return estimateTokens(text.length); // the counter can't run
    }
  }

  async #stream(
    target: PlaygroundTarget,
    prompt: Prompt,
    progress: vscode.Progress<ChatResponsePart>,
    signal: AbortSignal,
  ): Promise<void> {
    let end: Extract<GenerateChunk, { kind: 'end' }> | undefined;
    for await (const chunk of serviceOf(this.workbench, target.service).generate(
      target.name,
      prompt,
      signal,
    )) {
      signal.throwIfAborted();
      const part = chatPartOf(chunk, randomUUID);
      if (part?.kind === 'text') progress.report(new vscode.LanguageModelTextPart(part.text));
      if (part?.kind === 'call') {
        if (chunk.kind === 'call') this.#sign(part.id, chunk.call.signature);
        progress.report(new vscode.LanguageModelToolCallPart(part.id, part.name, part.args));
      }
      if (chunk.kind === 'end') end = chunk;
    }
    setContext('tunewright.hasPrompted', true);
    const reason = end?.finishReason ?? 'FINISH_REASON_UNSPECIFIED';
    if (reason === 'STOP') return;
    const sentences = finishSentences();
    throw new UserError(sentences[reason] ?? sentences.OTHER ?? reason, reason);
  }

  async #prompt(
    target: PlaygroundTarget,
    messages: readonly ChatRequestMessage[],
    { modelOptions = {}, tools = [], toolMode }: ChatResponseOptions,
  ): Promise<Prompt> {
    const { settings, functions, attachments, multiTurn } = target.features;
    const { systemInstruction, turns } = chatPrompt(messages.map(readMessage), {
      trained: await trainedInstruction(this.workbench, target),
      mimeTypes: attachments?.mimeTypes ?? [],
      signatureOf: (id) => this.#signatures.get(id),
    });
    const said = multiTurn ? turns : turns.slice(-1);
    if (!functions && (tools.length > 0 || said.some((turn) => turn.functions)))
      throw new UserError(
        vscode.l10n.t('{0} supports text only. Remove attachments and functions.', target.displayName),
        'TEXT_ONLY',
      );
    const values = Object.fromEntries(
      Object.entries(modelOptions).flatMap(([key, value]) =>
        typeof value === 'number' || typeof value === 'string' ? [[key, value]] : [],
      ),
    );
    return {
      systemInstruction,
      turns: said,
      ...(tools.length > 0 ? { tools: chatTools(tools) } : {}),
      ...(toolMode === vscode.LanguageModelChatToolMode.Required ? { mustCall: true } : {}),
      parameters: toGenerationParameters(settings, values),
    };
  }

  /** VS Code lets every extension prompt these models and asks nobody. Google bills the user, so that Tunewright does. */
  async #requireConsent(target: PlaygroundTarget, asks: string | undefined): Promise<void> {
    if (this.workbench.connections.kind !== 'google' || (asks !== undefined && chats.includes(asks))) return;
    const asked = `${asks ?? ''} ${target.id}`;
    if (this.#allowed.has(asked)) return;
    const allow = vscode.l10n.t('Allow in This Window');
    const known =
      asks === undefined ? undefined : vscode.extensions.getExtension(asks)?.packageJSON.displayName;
    const name = known ?? asks ?? vscode.l10n.t('unknown');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The extension "{0}" wants to prompt {1}. {2}',
        String(name),
        target.displayName,
        billText(target, target.serviceLabel),
      ),
      { modal: true },
      allow,
    );
    if (chosen !== allow)
      throw new UserError(
        vscode.l10n.t(
          "You didn't allow this extension to prompt {0}, so nothing was sent.",
          target.displayName,
        ),
        'NOT_ALLOWED',
      );
    this.#allowed.add(asked);
  }

  #sign(id: string, signature: string | undefined): void {
    if (signature === undefined) return;
    this.#signatures.set(id, signature);
    const [oldest] = this.#signatures.keys();
    if (this.#signatures.size > mostSignatures && oldest !== undefined) this.#signatures.delete(oldest);
  }

  #targets(): readonly PlaygroundTarget[] {
    const { services, watcher, memory } = this.workbench;
    return services
      .flatMap((service) => tunedTargets(service, watcher))
      .filter((target) => !memory.isDeleted(target));
  }

  #ids(): string {
    return this.#targets()
      .map(({ id, displayName }) => `${id} ${displayName}`)
      .join('\n');
  }

  /** @param place project and account, or the sandbox */
  #information(target: PlaygroundTarget, place: string): ChatModelInformation {
    const { id, service, serviceLabel, displayName, baseModel, name, features } = target;
    const base = baseModel.split('/').at(-1) ?? baseModel;
    const output = features.settings.find(({ key }) => key === 'maxOutputTokens');
    const characters = findTarget(baseModel)?.inputCharacters?.value;
    const location = /\/locations\/([^/]+)\//.exec(name)?.[1];
    const where = [place, ...(location === undefined ? [] : [location])].join(' · ');
    const tooltip = [
      this.workbench.connections.kind === 'google' ? billText(target, where) : where,
      retirementNote(service, baseModel, name),
    ];
    return {
      ...{ id, name: displayName, family: base, version: base },
      detail: `${serviceLabel} · ${base}`,
      tooltip: tooltip.filter((line) => line !== undefined).join('\n\n'),
      maxInputTokens: characters === undefined ? mostInputTokens : estimateTokens(characters),
      maxOutputTokens: output && 'maximum' in output ? output.maximum : 8_192,
      capabilities: { imageInput: features.attachments !== undefined, toolCalling: features.functions },
    };
  }
}

/** What a message costs, and whom. */
function billText({ service, baseModel }: PlaygroundTarget, place: string): string {
  const price = priceToday({ service, baseModel, isTuned: true });
  return price === undefined
    ? vscode.l10n.t('Google bills each message to your project ({0}). The price is unknown.', place)
    : vscode.l10n.t('Google bills each message to your project ({0}): {1}.', place, listPriceText(price));
}

function readMessage({ role, content }: ChatRequestMessage): ChatMessage {
  const { User, Assistant } = vscode.LanguageModelChatMessageRole;
  // VS Code has a third one for system messages, which the stable API doesn't name.
  return {
    role: role === User ? 'user' : role === Assistant ? 'model' : 'system',
    parts: readChatParts(content),
  };
}
