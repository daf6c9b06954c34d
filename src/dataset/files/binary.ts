// Compressed files and tables in binary form, told by the bytes that they begin with.
import * as l10n from '@vscode/l10n';

/** @param bytes the start of the file. A sentence that says what it is and what to do; undefined for anything else */
export function describeBinary(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = signatures.find(({ begins }) => start.startsWith(begins));
  return found && l10n.t('The file is {0}, not JSON Lines. {1}', found.is, found.advice);
}

const UNPACK = l10n.t('Unpack it first.');
const EXPORT = l10n.t('Export its rows as JSON Lines.');

const signatures: readonly { readonly begins: string; readonly is: string; readonly advice: string }[] = [
  { begins: '\x1f\x8b', is: l10n.t('compressed with gzip'), advice: UNPACK },
  { begins: '\x28\xb5\x2f\xfd', is: l10n.t('compressed with Zstandard'), advice: UNPACK },
  { begins: '\xfd7zXZ\0', is: l10n.t('compressed with xz'), advice: UNPACK },
  { begins: 'BZh', is: l10n.t('compressed with bzip2'), advice: UNPACK },
  {
    begins: 'PK\x03\x04',
    is: l10n.t('a ZIP archive or an Excel workbook'),
    advice: l10n.t('Unpack it, or export it as CSV.'),
  },
  { begins: 'PAR1', is: l10n.t('a Parquet table'), advice: EXPORT },
  { begins: 'ARROW1', is: l10n.t('an Arrow table'), advice: EXPORT },
  { begins: 'Obj\x01', is: l10n.t('an Avro file'), advice: EXPORT },
  { begins: 'SQLite format 3\0', is: l10n.t('an SQLite database'), advice: EXPORT },
  {
    begins: '%PDF-',
    is: l10n.t('a PDF'),
    advice: l10n.t('Write each example as a JSON object on its own line.'),
  },
];
