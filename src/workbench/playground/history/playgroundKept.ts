import { isObject, type JsonValue } from '../../../dataset/json/value';
import type { FunctionCall } from '../../../tuning/contract/functions';
import type { Attachment, SafetyRating } from '../../../tuning/contract/service';
import { read } from '../../ui/page/page.protocol';
import { generationValues } from '../protocol/playground.protocol';
import type {
  Answer,
  Draft,
  EndedOutcome,
  PlaygroundAttachment,
  PlaygroundState,
  PlaygroundTarget,
  PlaygroundTurn,
} from '../protocol/playgroundState.protocol';
import type { KeptConversation } from '../session/playgroundSession';

/** What a target takes is asked of its service anew when it is shown. */
const unknownFeatures = { multiTurn: true, attachments: undefined, functions: true, settings: [] };

/** A conversation that was written to disk, perhaps by an earlier version; undefined when it is none. An answer that was streaming then has stopped. */
export function readKept(value: unknown): KeptConversation | undefined {
  if (!isRecord(value) || !isRecord(value.state)) return undefined;
  const { id, targets, systemInstruction, tools, parameters, turns, draft, origin, correction } = value.state;
  const readTargets = list(targets).flatMap(readTarget);
  if (typeof id !== 'string' || readTargets.length === 0) return undefined;
  const state: PlaygroundState = {
    id,
    targets: readTargets,
    systemInstruction: text(systemInstruction),
    tools: text(tools),
    parameters: read(generationValues, parameters) ?? {},
    turns: list(turns).flatMap(readTurn),
    draft: readDraft(draft),
    origin: readOrigin(origin),
    correction: readCorrection(correction),
  };
  return { state, data: isRecord(value.data) ? readData(value.data) : {} };
}

function readTarget(value: unknown): PlaygroundTarget[] {
  if (!isRecord(value)) return [];
  const { id, service, serviceLabel, name, displayName, baseModel, kind } = value;
  if (typeof id !== 'string' || typeof service !== 'string' || typeof name !== 'string') return [];
  return [
    {
      id,
      service,
      serviceLabel: text(serviceLabel),
      name,
      displayName: text(displayName),
      baseModel: text(baseModel),
      kind: kind === 'base' || kind === 'checkpoint' ? kind : 'tuned',
      features: unknownFeatures,
    },
  ];
}

function readTurn(value: unknown): PlaygroundTurn[] {
  if (!isRecord(value) || typeof value.id !== 'number') return [];
  const { id } = value;
  switch (value.kind) {
    case 'user':
      return [{ kind: 'user', id, ...readDraft(value) }];
    case 'given':
      return [{ kind: 'given', id, text: text(value.text), ...readCalls(value.calls) }];
    case 'answers': {
      const answers = list(value.answers).flatMap(readAnswer);
      return [
        { kind: 'answers', id, answers, ...(typeof value.best === 'string' ? { best: value.best } : {}) },
      ];
    }
    default:
      return [];
  }
}

function readDraft(value: unknown): Draft {
  if (!isRecord(value)) return { text: '', attachments: [] };
  return {
    text: text(value.text),
    attachments: list(value.attachments).flatMap(readAttachment),
    ...readResults(value.results),
    ...(value.fromOrigin === true ? { fromOrigin: true } : {}),
  };
}

function readAttachment(value: unknown): PlaygroundAttachment[] {
  if (!isRecord(value) || typeof value.id !== 'string') return [];
  const { id, name, mimeType, bytes } = value;
  return [{ id, name: text(name), mimeType: text(mimeType), bytes: finite(bytes) }];
}

function readAnswer(value: unknown): Answer[] {
  if (!isRecord(value) || typeof value.target !== 'string' || typeof value.request !== 'number') return [];
  const { target, request, outcome, calls, written } = value;
  return [
    {
      target,
      request,
      text: text(value.text),
      ...readCalls(calls),
      ...(typeof written === 'string' ? { written } : {}),
      outcome: readOutcome(outcome),
    },
  ];
}

function readCalls(value: unknown): { readonly calls?: readonly FunctionCall[] } {
  const calls = list(value).flatMap((one): FunctionCall[] => {
    if (!isRecord(one) || typeof one.name !== 'string' || !isObject(one.args as JsonValue)) return [];
    const { name, id, signature } = one;
    return [
      {
        name,
        args: one.args as FunctionCall['args'],
        ...(typeof id === 'string' ? { id } : {}),
        ...(typeof signature === 'string' ? { signature } : {}),
      },
    ];
  });
  return calls.length > 0 ? { calls } : {};
}

function readResults(value: unknown): Pick<Draft, 'results'> {
  const results = list(value).flatMap((one) =>
    isRecord(one) && typeof one.name === 'string'
      ? [{ name: one.name, ...(typeof one.id === 'string' ? { id: one.id } : {}), text: text(one.text) }]
      : [],
  );
  return results.length > 0 ? { results } : {};
}

function readOutcome(value: unknown): EndedOutcome {
  if (!isRecord(value)) return { kind: 'stopped' };
  // The next steps of a failure were known to the window that made the request.
  if (value.kind === 'failed') return { kind: 'failed', message: text(value.message), steps: [] };
  if (value.kind !== 'done') return { kind: 'stopped' };
  return {
    kind: 'done',
    finishReason: text(value.finishReason),
    promptBlocked: value.promptBlocked === true,
    safetyRatings: list(value.safetyRatings).flatMap(readRating),
    promptTokens: finite(value.promptTokens),
    outputTokens: finite(value.outputTokens),
    thoughtTokens: finite(value.thoughtTokens),
    price: finite(value.price),
    firstText: finite(value.firstText),
    total: finite(value.total) ?? 0,
  };
}

function readRating(value: unknown): SafetyRating[] {
  if (!isRecord(value)) return [];
  const { category, probability, blocked } = value;
  return [{ category: text(category), probability: text(probability), blocked: blocked === true }];
}

function readOrigin(value: unknown): PlaygroundState['origin'] {
  if (!isRecord(value) || typeof value.uri !== 'string' || typeof value.line !== 'number') return undefined;
  const { uri, line, hash, expected } = value;
  if (typeof hash !== 'number') return undefined;
  return { uri, line, hash, expected: typeof expected === 'string' ? expected : undefined };
}

function readCorrection(value: unknown): PlaygroundState['correction'] {
  if (!isRecord(value) || typeof value.turn !== 'number' || typeof value.target !== 'string')
    return undefined;
  return { turn: value.turn, target: value.target, text: text(value.text) };
}

function readData(value: Readonly<Record<string, unknown>>): KeptConversation['data'] {
  return Object.fromEntries(
    Object.entries(value).flatMap(([id, one]): [string, Attachment][] => {
      if (!isRecord(one) || typeof one.mimeType !== 'string') return [];
      const { mimeType, base64, uri } = one;
      if (typeof base64 === 'string') return [[id, { kind: 'data', mimeType, base64 }]];
      return typeof uri === 'string' ? [[id, { kind: 'file', mimeType, uri }]] : [];
    }),
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
