// The objects of Cloud Storage that a file's rows name, and what is wrong with them once somebody has asked for them.
import * as l10n from '@vscode/l10n';
import type { ColumnRange, Problem } from '../checking/problem';
import { type GroupRule, type Severities, severityOf } from '../checking/rule';
import type { DatasetDocument } from '../document/datasetDocument';
import { storedFile, storedFileDoubt } from '../rules/storedFile';
import { type MediaFile, memberPath } from './mediaFiles';
import { megabytes, mostBytes } from './mediaSizes';
import { mayBe } from './mediaTypes';

/** What Cloud Storage told of an object. */
export type ObjectFacts =
  | {
      readonly kind: 'found';
      readonly bytes: number;
      /** Undefined: it is stored without one. */
      readonly contentType: string | undefined;
      /** The account that reads it in a tuning, when it seems to have no right to. */
      readonly withoutRole?: string | undefined;
    }
  | { readonly kind: 'missing' }
  /** In the service's words. */
  | { readonly kind: 'denied' | 'failed'; readonly reason: string };

/** A place in the file that names an object. */
export interface ObjectUse {
  readonly line: number;
  readonly range: ColumnRange;
  readonly file: MediaFile;
}

/** A first look at a text of JSON, in which marks may be written with escapes: `gs:\\/\\/…`. */
export function mayNameObjects(text: string): boolean {
  return /"gs:|\\u00/.test(text);
}

/** By address, in the order of lines. Addresses that are no objects have problems of their own. */
export function storedFilesOf(document: DatasetDocument): ReadonlyMap<string, readonly ObjectUse[]> {
  const uses = new Map<string, ObjectUse[]>();
  for (let line = 0; line < document.lineCount; line++) {
    const own = document.line(line);
    const example = own && mayNameObjects(own.text) ? own.example : undefined;
    for (const file of example?.files ?? []) {
      if (file.isInline || !/^gs:\/\/[^/]+\/./.test(file.source)) continue;
      const path = memberPath(file, 'fileUri', 'file_uri');
      const use = { line, range: example?.rangeOf(path) ?? { start: 0, end: 1 }, file };
      const known = uses.get(file.source);
      if (known) known.push(use);
      else uses.set(file.source, [use]);
    }
  }
  return uses;
}

/** What the facts make wrong, as the lines stand now. @param facts by address; what is not among them was not asked for */
export function storedFileProblems(
  document: DatasetDocument,
  facts: ReadonlyMap<string, ObjectFacts>,
  severities: Severities = {},
): Problem[] {
  const problems: Problem[] = [];
  for (const [uri, uses] of storedFilesOf(document)) {
    const known = facts.get(uri);
    if (known === undefined) continue;
    for (const use of uses)
      for (const [rule, message] of faultsOf(uri, use, known, document)) {
        const severity = severityOf(rule, severities);
        if (severity === 'off') continue;
        const { line, range } = use;
        problems.push({ rule: rule.id, kind: rule.kind, severity, message, line, range });
      }
  }
  return problems.sort((a, b) => a.line - b.line || a.range.start - b.range.start);
}

function faultsOf(
  uri: string,
  { line, file }: ObjectUse,
  facts: ObjectFacts,
  document: DatasetDocument,
): readonly (readonly [GroupRule, string])[] {
  switch (facts.kind) {
    case 'missing':
      return [[storedFile, l10n.t("{0} doesn't exist.", shown(uri))]];
    case 'denied':
      return [[storedFileDoubt, l10n.t("Your account can't read {0}. {1}", shown(uri), facts.reason)]];
    case 'failed':
      return [[storedFileDoubt, l10n.t("Can't check {0}. {1}", shown(uri), facts.reason)]];
    case 'found': {
      const { bytes, contentType, withoutRole } = facts;
      const target = document.line(line)?.example?.target;
      const most = target?.media && mostBytes(file.kind, target.media.value);
      return [
        ...(bytes === 0 ? [[storedFile, l10n.t('The file is empty.')] as const] : []),
        ...(target && most !== undefined && bytes > most
          ? [
              [
                storedFile,
                l10n.t(
                  'The file is {0} MB. {1} supports up to {2} MB.',
                  megabytes(bytes),
                  target.label,
                  megabytes(most),
                ),
              ] as const,
            ]
          : []),
        ...(contentType &&
        isTelling(contentType) &&
        file.mimeType !== '' &&
        !mayBe(contentType, file.mimeType)
          ? [
              [
                storedFileDoubt,
                l10n.t(
                  'The file has the type "{0}" in Cloud Storage, but "{1}" in the example.',
                  contentType,
                  file.mimeType,
                ),
              ] as const,
            ]
          : []),
        ...(withoutRole
          ? [
              [
                storedFileDoubt,
                l10n.t(
                  "{0} reads the files for tuning, but has no role on this bucket. Unless it has one on the bucket's project, grant it Storage Object Viewer on the bucket.",
                  withoutRole,
                ),
              ] as const,
            ]
          : []),
      ];
    }
  }
}

/** What uploads are given that say nothing. */
function isTelling(contentType: string): boolean {
  return contentType !== 'application/octet-stream' && contentType !== 'binary/octet-stream';
}

function shown(uri: string): string {
  return uri.length > 120 ? `${uri.slice(0, 120)}…` : uri;
}
