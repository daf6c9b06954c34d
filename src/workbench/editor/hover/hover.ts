import * as vscode from 'vscode';
import type { Part } from '../../../dataset/example/conversation';
import { conversationMarkdown, type Words } from '../../../dataset/reading/conversationMarkdown';
import { numberText, tokensText } from '../../ui/numberFormat';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { readableJsonl } from '../documents/jsonlFiles';
import type { TokenCounts } from '../documents/tokenCounts';
import type { Pictures } from './pictures';

/** Nobody reads more in a hover, and to read it takes time. */
const longestLine = 1_000_000;

/** Shows the example under the mouse as the conversation that it is. */
export function showHovers(
  datasets: DatasetDocuments,
  tokens: TokenCounts,
  pictures: Pictures,
): vscode.Disposable {
  return vscode.languages.registerHoverProvider(readableJsonl, {
    async provideHover(document, { line }) {
      const dataset = datasets.get(document);
      const shown = dataset?.line(line);
      const example = shown && shown.text.length <= longestLine ? shown.example : undefined;
      if (!dataset || !shown?.reading.isExample || !example?.valid) return undefined;
      const { inputCharacters, outputCharacters } = shown.reading;
      const conversation = example.format.toConversation(example.value);
      const shownPictures = await pictures.ofConversation(conversation);
      const markdown = new vscode.MarkdownString(conversationMarkdown(conversation, words(shownPictures)));
      const size = vscode.l10n.t(
        '{0} input characters · {1} output characters · {2}',
        numberText(inputCharacters),
        numberText(outputCharacters),
        tokensText(tokens.ofLine(dataset, shown)),
      );
      return new vscode.Hover([markdown, new vscode.MarkdownString(size)], document.lineAt(line).range);
    },
  });
}

function words(pictures: ReadonlyMap<Part, string>): Words {
  return {
    system: vscode.l10n.t('System'),
    user: vscode.l10n.t('User'),
    model: vscode.l10n.t('Model'),
    thought: vscode.l10n.t('thought:'),
    tools: vscode.l10n.t('Functions:'),
    learnt: vscode.l10n.t('learned by the model'),
    emptyText: vscode.l10n.t('no text'),
    answer: (score) => vscode.l10n.t('response with score {0}', score),
    call: (name) => vscode.l10n.t('calls {0}', name),
    result: (name) => vscode.l10n.t('result of {0}', name),
    file: (type) => vscode.l10n.t('file {0}', type),
    picture: (part) => pictures.get(part),
    weight: (weight) => vscode.l10n.t('weight {0}', weight),
    moreCharacters: (number) => vscode.l10n.t('{0} more characters', numberText(number)),
    moreTurns: (number) => vscode.l10n.t('… {0} more turns …', numberText(number)),
  };
}
