import * as l10n from '@vscode/l10n';
import { removeWithComma, replaceOnLine } from '../checking/edits';
import type { ExampleRule } from '../checking/rule';
import { answerAsTurn, answerBesideTurns } from '../example/answerBesideTurns';
import { spacingOf } from '../json/spacing';

export const answerPlace: ExampleRule = {
  id: 'answer-place',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Response is next to the conversation'),
  description: l10n.t(
    "In a conversation, the response is the last turn, with the model's role. The service doesn't read it from a key of its own, such as `completion` next to `contents`.",
  ),
  check(line, report) {
    const key = answerBesideTurns(line);
    if (key === undefined) return;
    const list = String(line.outline.turns[0]?.path[0]);
    report(
      line.keyRangeOf([key]),
      l10n.t(
        'The response belongs at the end of "{0}", as the turn of "{1}", not next to it under "{2}".',
        list,
        String(line.format.roles?.model),
        key,
      ),
    );
  },
  fix(problem, lines) {
    const line = lines.exampleAt(problem.line);
    const key = line ? answerBesideTurns(line) : undefined;
    if (!line || key === undefined) return undefined;
    const turn = answerAsTurn(line, key);
    const list = line.outline.turns[0]?.path.slice(0, -1);
    if (turn === undefined || !list) return undefined;
    const removed = removeWithComma(line.text, problem.line, line.memberRangeOf([key]));
    const end = line.rangeOf(list).end - 1;
    const added = replaceOnLine(problem.line, { start: end, end }, `${spacingOf(line.text).comma}${turn}`);
    return { title: l10n.t('Move it to the end of "{0}"', list.join('.')), edits: [added, removed] };
  },
};
