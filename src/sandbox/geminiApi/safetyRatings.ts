// Models of 1.0 and 1.5 told with each answer how harmless it was, and the prompt; newer ones do only when a prompt or an
// answer is blocked. From Google's tutorials of 2024 with their replies, and their successors' replies of 2026.

const CATEGORIES = [
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
];

/** The sandbox's model judges nothing: what it says is negligible. */
function ratings(): object[] {
  return CATEGORIES.map((category) => ({ category, probability: 'NEGLIGIBLE' }));
}

/** `GenerateContentResponse` as a base model's time had it. @param isFirst of a stream: the prompt is rated once */
export function withSafetyRatings(reply: object, baseModel: string, isFirst = true): object {
  if (!/gemini-1\.[05]-/.test(baseModel)) return reply;
  const { candidates = [], ...rest } = reply as { candidates?: readonly object[] };
  return {
    candidates: candidates.map((candidate) => ({ ...candidate, safetyRatings: ratings() })),
    ...(isFirst ? { promptFeedback: { safetyRatings: ratings() } } : {}),
    ...rest,
  };
}
