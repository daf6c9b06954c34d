import * as l10n from '@vscode/l10n';
import { skipSpace } from '../json/walk';
import { jsonArraySource, jsonlSource } from './jsonSource';
import { type ForeignSource, ImportError } from './record';
import { csvSource, tsvSource } from './tableSource';
import { encodingOf, startOf } from './textEncoding';

export const sources: readonly ForeignSource[] = [csvSource, tsvSource, jsonArraySource, jsonlSource];

const HEAD = 1 << 16;

/** By what the file holds; its name decides only between tables. @throws ImportError when it is none of them */
export function sourceOf(path: string, name: string): ForeignSource {
  const bytes = startOf(path, HEAD);
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'PK\u0003\u0004')
    throw new ImportError(l10n.t('{0} is a workbook. Save it as CSV, and import that.', name));
  if (magic === 'PAR1')
    throw new ImportError(l10n.t('{0} is a Parquet file. Export it as JSON Lines, and import that.', name));
  const head = bytes.toString(encodingOf(path)).replace(/^\ufeff/, '');
  const first = head[skipSpace(head, 0)];
  if (first === '[') return jsonArraySource;
  if (first === '{') return jsonlSource;
  if (/\.(tsv|tab)$/i.test(name)) return tsvSource;
  const [line = ''] = head.split('\n');
  return line.includes('\t') && !/[,;|]/.test(line) ? tsvSource : csvSource;
}
