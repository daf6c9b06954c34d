// What is said in a prompt, as both services' requests have it: `contents`, `systemInstruction`, `tools`.
import type { protos } from '@google-ai/generativelanguage';
import { loseQuietly } from '../../dataset/example/conversation';
import { writeTools } from '../../dataset/formats/shared/googleTools';
import type { FunctionCall, FunctionPart } from '../contract/functions';
import type { Attachment, Prompt, Turn } from '../contract/service';
import type { Wire } from '../google/wire';

type Request = Wire<protos.google.ai.generativelanguage.v1beta.IGenerateContentRequest>;
type Part = Wire<protos.google.ai.generativelanguage.v1beta.IPart>;

/** @param model as `TuningService.generate` takes it: what calls look like is up to the service and its models */
export function toContents(
  { systemInstruction, turns, tools }: Prompt,
  model: string,
): Pick<Request, 'systemInstruction' | 'contents' | 'tools'> {
  return {
    ...(systemInstruction ? { systemInstruction: { parts: [{ text: systemInstruction }] } } : {}),
    contents: turns.map((turn) => ({ role: turn.role, parts: toParts(turn, model) })),
    ...(writeTools(tools && [...tools], loseQuietly) as Pick<Request, 'tools'>),
  };
}

function toParts({ text, attachments = [], functions = [] }: Turn, model: string): Part[] {
  const said = text === '' && attachments.length + functions.length > 0 ? [] : [{ text }];
  const firstCall = functions.findIndex(({ kind }) => kind === 'call');
  return [
    ...attachments.map(toPart),
    ...said,
    ...functions.map((part, index) => functionPart(part, model, index === firstCall)),
  ];
}

function toPart(attachment: Attachment): Part {
  const { mimeType } = attachment;
  return attachment.kind === 'data'
    ? { inlineData: { mimeType, data: attachment.base64 } }
    : { fileData: { mimeType, fileUri: attachment.uri } };
}

function functionPart(part: FunctionPart, model: string, isFirst: boolean): Part {
  const id = part.id !== undefined && takesIds(model) ? { id: part.id } : {};
  // Both are objects of google.protobuf.Struct, whose JSON is the object itself.
  if (part.kind === 'result')
    return { functionResponse: { ...id, name: part.name, response: part.response } } as Part;
  const signature = part.signature ?? (isFirst && wantsSignature(model) ? noSignature : undefined);
  return {
    functionCall: { ...id, name: part.name, args: part.args },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  } as Part;
}

/** google.cloud.aiplatform.v1's calls and results have no `id`. */
function takesIds(model: string): boolean {
  return /^(tunedModels|models)\//.test(model);
}

/**
 * Gemini 3 refuses the first call of a turn when it comes back without what it was signed with (Google Cloud, Thought
 * signatures, 2026). A tuned model's name does not say its base, but those of Gemini 3 alone live in multi-regions.
 */
function wantsSignature(model: string): boolean {
  return /gemini-(?:[3-9]|\d\d)/.test(model) || /\/locations\/(?:us|eu)\//.test(model);
}

/** What Google takes for a call that another model made, or a person wrote (same page). */
const noSignature = 'skip_thought_signature_validator';

/** What a model says aloud and what it calls, from the parts of an answer. Thoughts are neither. */
export function readParts(parts: readonly Part[] | undefined): {
  readonly text: string;
  readonly calls: readonly FunctionCall[];
} {
  const calls: FunctionCall[] = [];
  let text = '';
  for (const part of parts ?? []) {
    if (part.functionCall) calls.push(readCall(part));
    else if (part.text && !part.thought) text += part.text;
  }
  return { text, calls };
}

function readCall({ functionCall, thoughtSignature }: Part): FunctionCall {
  const { name, args, id } = functionCall ?? {};
  return {
    name: name ?? '',
    args: (args ?? {}) as FunctionCall['args'],
    ...(id ? { id } : {}),
    ...(thoughtSignature ? { signature: String(thoughtSignature) } : {}),
  };
}
