import { callParts, declaresFunctions, MALFORMED, signsCalls, type Tool, toolTokens } from './functionCalls';
import { type GenerationConfig, type Piece, toSettings } from './generate';
import { jsonMode } from './jsonMode';
import type { Part } from './prompt';

/** How the text of the learner becomes an answer. */
export interface AnswerForm {
  /** Of use only when it is whole: it comes in one piece. */
  readonly isWhole: boolean;
  write(text: string): { readonly parts: readonly Part[]; readonly finishReason?: string };
}

export function answerForm(
  config: GenerationConfig,
  tools: readonly Tool[] | undefined,
  baseModel: string,
): AnswerForm {
  const asJson = jsonMode(config) ?? ((text: string) => text);
  if (!declaresFunctions(tools))
    return {
      isWhole: config.responseMimeType === 'application/json',
      write: (text) => ({ parts: [{ text: asJson(text) }] }),
    };
  return {
    isWhole: true,
    write(text) {
      const parts = callParts(text, signsCalls(baseModel));
      if (parts === undefined) return { parts: [], finishReason: MALFORMED };
      return {
        parts: parts.map((part) => (typeof part.text === 'string' ? { text: asJson(part.text) } : part)),
      };
    },
  };
}

/** The answer whole where its form wants that, else as it comes. */
export async function* inForm(
  pieces: AsyncGenerator<Piece, void>,
  { isWhole }: AnswerForm,
): AsyncGenerator<Piece, void> {
  if (!isWhole) return yield* pieces;
  let text = '';
  for await (const piece of pieces) {
    text += piece.text;
    if (piece.end) yield { text, end: piece.end };
  }
}

/** Candidates of one request differ, also when a seed makes them repeatable. */
export function candidateSettings(config: GenerationConfig, index: number) {
  const settings = toSettings(config);
  return { ...settings, seed: (settings.seed + index) % 2 ** 31 };
}

/** `Candidate` of both services. */
export function toCandidate({ text, end }: Piece, index: number, form: AnswerForm): object {
  const { parts, finishReason = end?.finishReason } = form.write(text);
  return {
    ...(parts.length > 0 ? { content: { parts, role: 'model' } } : {}),
    ...(end && finishReason ? { finishReason } : {}),
    index,
  };
}

/** `UsageMetadata` of both services. */
export function toUsage(answers: readonly Piece[], tools: readonly Tool[] | undefined): object {
  const promptTokenCount = (answers[0]?.end?.promptTokens ?? 0) + toolTokens(tools);
  const candidatesTokenCount = answers.reduce((sum, { end }) => sum + (end?.outputTokens ?? 0), 0);
  return { promptTokenCount, candidatesTokenCount, totalTokenCount: promptTokenCount + candidatesTokenCount };
}
