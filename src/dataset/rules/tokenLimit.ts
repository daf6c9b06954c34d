import type { ExampleRule } from '../rule';
import { estimateTokens } from '../tokens/estimate';
import { countCharacters } from './lengthLimit';

export const tokenLimit: ExampleRule = {
  id: 'token-limit',
  kind: 'limit',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: 'The example has more tokens than the target takes',
  description:
    'Vertex AI counts tokens, for the whole example: what is longer is cut off, and the model learns a broken answer. The limits of each target stand in `targets.json` with their sources. Where the exact count is not known (while typing), an estimate is taken and marked “≈”.',
  check(line, report) {
    const { target, countTokens } = line;
    const limit = target?.exampleTokens?.value;
    if (!target || limit === undefined) return;
    const texts = line.outline.fields.map(({ text }) => text);
    // A token has at least one byte.
    if (texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0) <= limit) return;
    const count = texts.reduce(
      (sum, text) => sum + (countTokens ? countTokens(text) : estimateTokens(countCharacters(text))),
      0,
    );
    if (count <= limit) return;
    const longest = line.outline.fields.reduce((a, b) => (b.text.length > a.text.length ? b : a));
    const about = countTokens ? '' : '≈ ';
    report(
      line.rangeOf(longest.path),
      `The example has ${about}${count.toLocaleString('en')} tokens; ${target.label} takes ${limit.toLocaleString('en')}.`,
    );
  },
};
