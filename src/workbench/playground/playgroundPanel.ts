import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError';
import { pictureOf } from '../../dataset/media/pictures';
import { priceOfTokens, priceToday } from '../../dataset/targets/price';
import { SchemaJudge } from '../../evaluation/metrics/schemaJudge';
import type { GenerationValue } from '../../tuning/contract/prompting';
import type { TuningService } from '../../tuning/contract/service';
import { readSchema, toGenerationParameters } from '../../tuning/prompt/generationValues';
import type { JobMemory } from '../../tuning/watch/jobMemory';
import type { JobWatcher } from '../../tuning/watch/jobWatcher';
import type { Connections } from '../connection/connections';
import type { DatasetDocuments } from '../editor/documents/datasetDocuments';
import type { Pictures } from '../editor/hover/pictures';
import { setContext } from '../ui/contextKeys';
import { sentenceOf } from '../ui/errorBoundary';
import { follow, nextStepsOf, titleOf } from '../ui/nextSteps';
import { Page, type PageHost } from '../ui/page/page';
import { addAnswer, addVotes, fixOrigin } from './data/playgroundData';
import { isWorthKeeping, type PlaygroundHistory } from './history/playgroundHistory';
import { exportConversations } from './history/playgroundSave';
import {
  keptPlayground,
  type PlaygroundProtocol,
  type PlaygroundRequest,
  playgroundRequests,
} from './protocol/playground.protocol';
import type { PlaygroundEvent, PlaygroundTarget } from './protocol/playgroundState.protocol';
import { playgroundStrings } from './protocol/playgroundStrings';
import { copyAsCode } from './session/copyAsCode';
import { chooseFiles, newAttachment, typeAddress } from './session/playgroundAttachments';
import { type KeptConversation, PlaygroundSession, type Usage } from './session/playgroundSession';
import { readTools } from './session/playgroundTools';
import { pickTarget } from './targets/playgroundTargetPick';
import type { RecentTargets } from './targets/recentTargets';

/** Streamed text is sent to the page in pieces of this many milliseconds, about one per frame. */
const frame = 16;

/** What playgrounds work with. */
export interface PlaygroundHost extends PageHost {
  readonly services: readonly TuningService[];
  readonly watcher: JobWatcher;
  readonly connections: Connections;
  readonly datasets: DatasetDocuments;
  readonly recent: RecentTargets;
  readonly memory: JobMemory;
  readonly pictures: Pictures;
  /** The system instruction that a model was tuned with; undefined when there is none, or nobody here knows. */
  trainedInstruction(target: PlaygroundTarget): Promise<string | undefined>;
  /** Where the history is kept. */
  readonly storageFolder: string;
}

/** One playground. The session owns the state; the page renders it. */
export class PlaygroundPanel {
  readonly session: PlaygroundSession;
  readonly #page: Page<PlaygroundProtocol>;
  /** Attachments whose pictures the page has, or that have none. */
  readonly #pictured = new Set<string>();

  constructor(
    readonly panel: vscode.WebviewPanel,
    conversation: KeptConversation,
    private readonly host: PlaygroundHost,
    private readonly history: PlaygroundHistory,
    private readonly playgrounds: {
      showHistory(targets: readonly PlaygroundTarget[]): Promise<void>;
      /** The window closes, not the person its playgrounds. */
      isClosing(): boolean;
    },
  ) {
    this.#page = new Page(panel, host, {
      name: 'playground',
      requests: playgroundRequests,
      kept: keptPlayground,
      pictures: 'data:',
      strings: () => playgroundStrings(host.connections.kind === 'sandbox'),
      ready: () => this.#show(),
      receive: (request) => this.receive(request),
    });
    this.session = new PlaygroundSession(conversation, {
      serviceOf: (target) => {
        const service = host.services.find(({ id }) => id === target.service);
        if (service === undefined) throw new Error(`No tuning service has the id ${target.service}.`);
        return service;
      },
      parametersOf: ({ features }, values) => toGenerationParameters(features.settings, values),
      priceOf: (target, usage) => this.#priceOf(target, usage),
      onEvent: (event) => this.#follow(event),
      keep: (kept) => this.#keep(kept),
      textOnly: ({ displayName }) =>
        vscode.l10n.t('{0} supports text only. Remove attachments and functions.', displayName),
      explain: (error, target) => {
        const reason = error instanceof UserError ? error.reason : (error as Error | undefined)?.name;
        host.log.warn(`Prompting ${target.name}: ${reason ?? 'failed'}`);
        const steps = nextStepsOf(error).map((step) => ({ title: titleOf(step), step }));
        return { message: sentenceOf(error), steps };
      },
      now: Date.now,
      newId: randomUUID,
      later: (run) => setTimeout(run, frame),
    });
    this.#keep(conversation);
    this.#describe();
    this.lookForGone();
    this.#page.own({ dispose: () => this.#end() });
    this.#page.load();
  }

  /** A model of the conversation may have been deleted, here or in another window. */
  lookForGone(): void {
    this.session.lookForGone((target) => this.host.memory.isDeleted(target));
  }

  /** Answers come from elsewhere now. */
  showAnew(): void {
    void this.#page.run(() => this.#show());
  }

  #show(): Promise<void> {
    this.#page.show(this.session.state);
    this.#pictured.clear();
    this.#showPictures();
    return this.#offerInstruction();
  }

  /** Stops what runs. The conversation stays in the history, unless the user has closed one with nothing of theirs in it. */
  #end(): void {
    this.session.dispose();
    const { state } = this.session;
    if (!this.playgrounds.isClosing() && !isWorthKeeping(state)) void this.history.delete(state.id);
  }

  /** What the page wishes, or a command on its behalf. */
  async receive(request: PlaygroundRequest): Promise<void> {
    const { session } = this;
    switch (request.type) {
      case 'step': {
        const step = session.step(request.request, request.step);
        return step && follow(step);
      }
      case 'send':
        return this.#notice(() => session.receive(request));
      case 'equip':
        session.receive(request);
        return this.#notice(() => void readTools(request.tools));
      case 'configure':
        session.receive(request);
        return this.#checkSchema(request.parameters.responseJsonSchema);
      case 'attach':
        return this.#attach(request.name, request.base64, request.mimeType);
      case 'chooseFile':
        for (const { name, data } of await chooseFiles()) {
          await this.#attach(name, Buffer.from(data).toString('base64'));
        }
        return;
      case 'typeAddress': {
        const typed = await typeAddress();
        return typed && session.attach(typed.name, typed.bytes, typed.attachment);
      }
      case 'addTarget': {
        const { recent } = this.host;
        const { insteadOf } = request;
        const title =
          insteadOf === undefined
            ? vscode.l10n.t('Compare With')
            : vscode.l10n.t('Select a Model to Prompt Instead');
        const target = await pickTarget(this.host, title, session.state.targets, recent.ids);
        if (target) recent.add([target]);
        return target && session.addTarget(target, insteadOf);
      }
      case 'addToDataset':
        return addAnswer(this.host, session, request.correction);
      case 'fixLine':
        return fixOrigin(this.host, session, request.correction);
      case 'addVotes':
        return addVotes(this.host, session);
      case 'copyAsCode':
        return copyAsCode(this.host, session);
      case 'history':
        return this.playgrounds.showHistory(session.state.targets);
      case 'export':
        return exportConversations([session.kept]);
      default:
        return session.receive(request);
    }
  }

  /** Only Google sends bills; the prices are published for prompts of up to 200,000 tokens. */
  #priceOf({ service, baseModel, kind }: PlaygroundTarget, usage: Usage): number | undefined {
    const { promptTokens, outputTokens, thoughtTokens = 0 } = usage;
    const asked = { service, baseModel, isTuned: kind !== 'base' };
    const price = priceToday(asked, this.host.datasets.addedTargets);
    if (this.host.connections.kind !== 'google' || price === undefined) return undefined;
    if (promptTokens === undefined || promptTokens > 200_000 || outputTokens === undefined) return undefined;
    return priceOfTokens(price, promptTokens, outputTokens + thoughtTokens);
  }

  /** Says beside the prompt what is wrong with a schema, before anything is asked with it. */
  async #checkSchema(text: GenerationValue | undefined): Promise<void> {
    if (typeof text !== 'string' || text === '') return this.#page.tell({ kind: 'noticed', text: '' });
    await this.#notice(() =>
      new SchemaJudge(readSchema(vscode.l10n.t('Response JSON Schema'), text)).check(),
    );
  }

  /** What cannot be attached is said beside the prompt. */
  #attach(name: string, base64: string, mimeType?: string): Promise<void> {
    return this.#notice(() => {
      const { session } = this;
      const added = newAttachment(session.state, name, base64, mimeType);
      session.attach(added.name, added.bytes, added.attachment);
    });
  }

  async #notice(action: () => Promise<void> | void): Promise<void> {
    let text = '';
    try {
      await action();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      text = error.message;
    }
    this.#page.tell({ kind: 'noticed', text });
  }

  /** Unless there is one: a model that was tuned with a system instruction answers best to the same. */
  async #offerInstruction(): Promise<void> {
    const first = () => this.session.state.targets[0];
    const asked = first();
    const instruction = asked && (await this.host.trainedInstruction(asked));
    if (first()?.id !== asked?.id) return; // of a model that was replaced meanwhile
    const offered = this.session.state.systemInstruction === '' ? (instruction ?? '') : '';
    this.#page.tell({ kind: 'offered', instruction: offered });
  }

  #follow(event: PlaygroundEvent): void {
    this.#page.tell(event);
    if (event.kind === 'drafted') this.#showPictures();
    if (event.kind === 'targets') {
      this.#describe();
      void this.#page.run(() => this.#offerInstruction());
    }
    if (event.kind === 'ended' && event.outcome.kind === 'done') setContext('tunewright.hasPrompted', true);
  }

  #showPictures(): void {
    const { turns, draft } = this.session.state;
    const drafts = [...turns.flatMap((turn) => (turn.kind === 'user' ? [turn] : [])), draft];
    for (const { id } of drafts.flatMap(({ attachments }) => attachments)) {
      if (this.#pictured.has(id)) continue;
      this.#pictured.add(id);
      void this.#page.run(() => this.#showPicture(id));
    }
  }

  async #showPicture(attachment: string): Promise<void> {
    const held = this.session.attachment(attachment);
    const source = held && pictureOf(held);
    const address = source && (await this.host.pictures.dataAddress(source));
    if (address !== undefined) this.#page.tell({ kind: 'pictured', attachment, address });
  }

  #describe(): void {
    const names = this.session.state.targets.map(({ displayName }) => displayName).join(', ');
    this.panel.title = vscode.l10n.t('Playground: {0}', names);
  }

  #keep(conversation: KeptConversation): void {
    this.history.save(conversation).catch((error: NodeJS.ErrnoException) => {
      this.host.log.warn(`Saving a playground conversation: ${error.code ?? 'failed'}`);
    });
  }
}
