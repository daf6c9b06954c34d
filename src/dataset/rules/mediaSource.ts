import * as l10n from '@vscode/l10n';
import { replaceOnLine } from '../checking/edits';
import type { ColumnRange } from '../checking/problem';
import type { ExampleRule } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { addressFault } from '../media/addresses';
import { type MediaFile, memberPath } from '../media/mediaFiles';

export const mediaSource: ExampleRule = {
  id: 'media-source',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t("File that Google can't read"),
  description: l10n.t(
    "Google reads objects in Cloud Storage (`gs://BUCKET/NAME`), public web pages (`https://`), and base64 data. It doesn't read local paths, pages of the Google Cloud console, or `gs:\\\\…`. Where the intended URI is clear, a fix offers it.",
  ),
  check(line, report) {
    for (const file of line.files) {
      const fault = sourceFault(file);
      if (fault) report(rangeOf(line, file), fault.message);
    }
  },
  fixOnSave: true,
  fix({ line: number, range }, { exampleAt }) {
    const line = exampleAt(number);
    const file = line?.files.find((each) => sourceFault(each) && rangeOf(line, each).start === range.start);
    const meant = file && sourceFault(file)?.meant;
    if (meant === undefined) return undefined;
    const title = file?.isInline ? l10n.t('Leave only the base64') : l10n.t('Change to "{0}"', meant);
    return { title, edits: [replaceOnLine(number, range, JSON.stringify(meant))] };
  },
};

function sourceFault({ isInline, source }: MediaFile): { message: string; meant?: string } | undefined {
  if (!isInline) {
    const fault = addressFault(source);
    return fault;
  }
  if (source === '') return { message: l10n.t('The data is missing.') };
  if (isBase64(source)) return undefined;
  const meant = source.replace(/^data:[^,]{0,200},/, '').replace(/\s+/g, '');
  const message = l10n.t("The data isn't valid base64.");
  return meant !== '' && isBase64(meant) ? { message, meant } : { message };
}

/** In either of its two alphabets. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
}

function rangeOf(line: ExampleLine, file: MediaFile): ColumnRange {
  const path = file.isInline ? [...file.path, 'data'] : memberPath(file, 'fileUri', 'file_uri');
  return line.has(path) ? line.rangeOf(path) : line.openingOf(file.path);
}
