import * as l10n from '@vscode/l10n';
import type { ExampleRule } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '../json/value';

export const equalScores: ExampleRule = {
  id: 'equal-scores',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Both responses have the same score'),
  description: l10n.t(
    'Preference data shows which of two responses is preferred: Google gives the preferred response the score 1 and the other 0. The service rejects examples with equal scores.',
  ),
  check(line, report) {
    const { completions } = line.value;
    if (!line.valid || !Array.isArray(completions)) return;
    const [first, second] = completions.map((each) => (isObject(each) ? each.score : undefined));
    if (first !== undefined && first === second)
      report(
        line.rangeOf(['completions', 1, 'score']),
        l10n.t('Both responses have the same score, so neither is preferred.'),
      );
  },
};

export const equalAnswers: ExampleRule = {
  id: 'equal-answers',
  kind: 'conflict',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Preferred and rejected responses are identical'),
  description: l10n.t(
    'A model learns nothing from two identical responses. Change one of them, or delete the line.',
  ),
  check(line, report) {
    const { format, valid, value, outline } = line;
    if (!valid || format.family !== 'preference') return;
    const [first, second] = answersOf(value).map(canonicalJson);
    const last = outline.fields.findLast(({ side }) => side === 'output');
    if (last && (first === second || saySame(line)))
      report(line.rangeOf(last.path), l10n.t('The two responses are identical.'));
  },
};

/** Written in two ways, such as a text and a list of one text. */
function saySame({ format, value }: ExampleLine): boolean {
  let isWhole = true;
  const { answers = [] } = format.toConversation(value, () => {
    isWhole = false;
  });
  const [first, second] = answers.map(({ turns }) => canonicalJson(JSON.parse(JSON.stringify(turns))));
  return isWhole && first !== undefined && first === second;
}

/** As they are written, for a conversation may not hold all of them. */
function answersOf(value: JsonObject): JsonValue[] {
  const { completions } = value;
  if (Array.isArray(completions))
    return completions.map((each) => (isObject(each) ? (each.completion ?? null) : each));
  return [
    value.preferred_output ?? value.chosen ?? null,
    value.non_preferred_output ?? value.rejected ?? null,
  ];
}
