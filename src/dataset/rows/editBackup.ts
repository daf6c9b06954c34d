// Edits of a file that are not written yet, as they outlast a restart: only they, and which version of the file they are for.
import * as v from 'valibot';
import { isSameStamp } from '../../base/files/fileStamp';
import type { LineEnds } from './editedBytes';
import type { KeptEdits } from './editedRows';
import type { FileVersion } from './rowFile';

export interface EditBackup {
  readonly file: FileVersion;
  readonly ends: LineEnds;
  readonly edits: KeptEdits;
}

const number = v.pipe(v.number(), v.integer(), v.minValue(0));
const schema = v.object({
  version: v.literal(1),
  file: v.object({ stamp: v.object({ size: number, changed: v.string() }), hash: v.string() }),
  ends: v.object({ lineEnd: v.picklist(['\n', '\r\n']), isLastEnded: v.boolean() }),
  edits: v.object({ rows: number, runs: v.array(number), texts: v.array(v.string()) }),
});

export function backupText(backup: EditBackup): string {
  return JSON.stringify({ version: 1, ...backup });
}

/** @throws when it is none of ours */
export function readBackup(text: string): EditBackup {
  return v.parse(schema, JSON.parse(text));
}

export function isForFile({ file }: EditBackup, now: FileVersion | undefined): boolean {
  return isSameStamp(file.stamp, now?.stamp) && file.hash === now?.hash;
}
