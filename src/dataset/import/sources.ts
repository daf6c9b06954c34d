import { statSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { skipSpace } from '../json/walk';
import { jsonArraySource, jsonlSource } from './jsonSource';
import { parquetSource } from './parquetSource';
import { type ForeignSource, ImportError } from './record';
import { csvSource, tsvSource } from './tableSource';
import { encodingOf, startOf } from './textEncoding';
import { workbookSource } from './workbookSource';

const HEAD = 1 << 16;

/**
 * By what the file holds; its name decides only between tables.
 * @param sheet of a workbook; without one, its only sheet that has rows
 * @throws ImportError when nothing can be read there without waiting for it
 */
export function sourceOf(path: string, name: string, sheet?: string): ForeignSource {
  if (!statSync(path).isFile()) throw new ImportError(l10n.t("{0} isn't a regular file.", name));
  const bytes = startOf(path, HEAD);
  const magic = bytes.toString('latin1', 0, 4);
  if (magic === 'PK\u0003\u0004') return workbookSource(sheet);
  if (magic === 'PAR1') return parquetSource;
  const head = bytes.toString(encodingOf(path)).replace(/^\ufeff/, '');
  const first = head[skipSpace(head, 0)];
  if (first === '[') return jsonArraySource;
  if (first === '{') return jsonlSource;
  if (/\.(tsv|tab)$/i.test(name)) return tsvSource;
  const [line = ''] = head.split('\n');
  const mayHaveTabsInCells = /\.csv$/i.test(name) && /[,;|]/.test(line);
  return line.includes('\t') && !mayHaveTabsInCells ? tsvSource : csvSource;
}
