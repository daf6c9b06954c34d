// Compressed files and tables in binary form, told by the bytes that they begin with.

/** @param bytes the start of the file. A sentence that says what it is and what to do; undefined for anything else */
export function describeBinary(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = signatures.find(({ begins }) => start.startsWith(begins));
  return found && `The file is ${found.is}, not JSON Lines. ${found.advice}`;
}

const UNPACK = 'Unpack it first.';
const EXPORT = 'Export its rows as JSON Lines.';

const signatures: readonly { readonly begins: string; readonly is: string; readonly advice: string }[] = [
  { begins: '\x1f\x8b', is: 'compressed with gzip', advice: UNPACK },
  { begins: '\x28\xb5\x2f\xfd', is: 'compressed with Zstandard', advice: UNPACK },
  { begins: '\xfd7zXZ\0', is: 'compressed with xz', advice: UNPACK },
  { begins: 'BZh', is: 'compressed with bzip2', advice: UNPACK },
  {
    begins: 'PK\x03\x04',
    is: 'a ZIP archive or an Excel workbook',
    advice: 'Unpack it, or export it as CSV.',
  },
  { begins: 'PAR1', is: 'a Parquet table', advice: EXPORT },
  { begins: 'ARROW1', is: 'an Arrow table', advice: EXPORT },
  { begins: 'Obj\x01', is: 'an Avro file', advice: EXPORT },
  { begins: 'SQLite format 3\0', is: 'an SQLite database', advice: EXPORT },
  { begins: '%PDF-', is: 'a PDF', advice: 'Write each example as a JSON object on its own line.' },
];
