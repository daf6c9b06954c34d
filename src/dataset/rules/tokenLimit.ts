import * as l10n from '@vscode/l10n';
import { counted, grouped } from '../../base/numbers';
import type { ExampleRule } from '../checking/rule';
import { countedTexts } from '../tokens/countedTexts';

const utf8 = new TextEncoder();

export const tokenLimit: ExampleRule = {
  id: 'token-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("Example exceeds the target model's token limit"),
  description: l10n.t(
    'Vertex AI counts the tokens of the whole example and cuts off what exceeds the limit, so the model would learn an incomplete response. Text is counted exactly. Function calls, function responses, and declarations are counted as their JSON, and files as Google publishes if their length is known. Both are marked with ≈.',
  ),
  check(line, report) {
    const { target, countTokens } = line;
    const limit = target?.exampleTokens?.value;
    if (!target || !countTokens || limit === undefined) return;
    const { texts, isExact, fileTokens } = countedTexts(line.format, line.value, target);
    // A token has at least one byte, and a UTF-16 unit at most three.
    const most = (bytesOf: (text: string) => number) =>
      texts.reduce((bytes, text) => bytes + bytesOf(text), fileTokens);
    if (most((text) => text.length * 3) <= limit || most((text) => utf8.encode(text).length) <= limit) return;
    const count = texts.reduce((sum, text) => sum + countTokens(text), fileTokens);
    if (count <= limit) return;
    const [longest] = [...line.outline.fields].sort((a, b) => b.text.length - a.text.length);
    const about = isExact ? '' : '≈ ';
    report(
      line.rangeOf(longest?.path ?? []),
      l10n.t(
        'The example has {0}{1}. {2} supports up to {3}.',
        about,
        counted(count, 'token'),
        target.label,
        grouped(limit),
      ),
    );
  },
};
