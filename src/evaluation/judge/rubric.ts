import * as l10n from '@vscode/l10n';
/** What a judge is told to do when the user has written no rubric. The first line of its reply says the score. */
export const defaultRubric = `You evaluate the response of an AI assistant. Be strict and fair, and don't favor long responses.

Prompt:
<question>
{{question}}
</question>

Expected response:
<expected>
{{expected}}
</expected>

Response to evaluate:
<answer>
{{answer}}
</answer>

Score the response from 1 to 5:
5: equivalent to the expected response, with no errors
4: correct, with minor omissions or additions
3: correct in the main point only
2: mostly incorrect or off topic
1: incorrect, empty, or harmful

Reply with JSON only: {"score": 1 to 5, "reason": "one sentence"}
`;

/** For two answers side by side, each pair asked in both orders. */
export const defaultPairRubric = `You compare two responses of AI assistants. Be fair: ignore their order and length.

Prompt:
<question>
{{question}}
</question>

Expected response:
<expected>
{{expected}}
</expected>

<answer_a>
{{answerA}}
</answer_a>

<answer_b>
{{answerB}}
</answer_b>

Which response is closer to the expected response? Reply with JSON only: {"better": "A" or "B" or "tie", "reason": "one sentence"}
`;

export interface RubricFields {
  readonly question: string;
  readonly expected: string;
  readonly answers: readonly string[];
}

/** A rubric with `{{answerA}}` and `{{answerB}}` compares; one with `{{answer}}` scores each answer alone. */
export function comparesPairs(rubric: string): boolean {
  return /\{\{\s*answerA\s*\}\}/.test(rubric) && /\{\{\s*answerB\s*\}\}/.test(rubric);
}

/** Why a text is no rubric, in a sentence; undefined when it is one. */
export function rubricProblem(rubric: string): string | undefined {
  if (comparesPairs(rubric) || /\{\{\s*answer\s*\}\}/.test(rubric)) return undefined;
  return l10n.t(
    'A rubric must contain {{answer}}, or {{answerA}} and {{answerB}}. It can also contain {{question}} and {{expected}}.',
  );
}

/** The rubric with its placeholders filled in one pass: an answer that holds a placeholder stays as it is. */
export function fillRubric(rubric: string, { question, expected, answers }: RubricFields): string {
  const values: Readonly<Record<string, string | undefined>> = {
    question,
    expected,
    answer: answers[0],
    answerA: answers[0],
    answerB: answers[1],
  };
  return rubric.replace(/\{\{\s*(\w+)\s*\}\}/g, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : placeholder,
  );
}
