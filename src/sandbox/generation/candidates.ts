import { type GenerationConfig, type Piece, toSettings } from './generate';

/** Candidates of one request differ, also when a seed makes them repeatable. */
export function candidateSettings(config: GenerationConfig, index: number) {
  const settings = toSettings(config);
  return { ...settings, seed: (settings.seed + index) % 2 ** 31 };
}

/** `Candidate` of both services. */
export function toCandidate({ text, end }: Piece, index: number): object {
  return {
    content: { parts: [{ text }], role: 'model' },
    ...(end ? { finishReason: end.finishReason } : {}),
    index,
  };
}

/** `UsageMetadata` of both services. */
export function toUsage(answers: readonly Piece[]): object {
  const promptTokenCount = answers[0]?.end?.promptTokens ?? 0;
  const candidatesTokenCount = answers.reduce((sum, { end }) => sum + (end?.outputTokens ?? 0), 0);
  return { promptTokenCount, candidatesTokenCount, totalTokenCount: promptTokenCount + candidatesTokenCount };
}
