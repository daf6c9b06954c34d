import * as l10n from '@vscode/l10n';
import { bytesOfBase64 } from '../../base/base64';
import { replaceOnLine } from '../checking/edits';
import type { ColumnRange, Problem } from '../checking/problem';
import type { ExampleRule, Fix, Lines } from '../checking/rule';
import type { ExampleLine } from '../example/exampleLine';
import { type MediaFile, memberPath } from '../media/mediaFiles';
import { isRead, kindOf, mayBe, meantType, mimeTypeOf, typeOfBytes, typesOf } from '../media/mediaTypes';

export const mediaType: ExampleRule = {
  id: 'media-type',
  kind: 'schema',
  severity: 'error',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('Missing or unsupported MIME type'),
  description: l10n.t(
    "Each file needs a MIME type that Google supports: `image/jpeg`, not `image/jpg`. Google reads PNG, JPEG, WebP, HEIC, and HEIF images, PDF, plain text, and common audio and video types. Other audio and video types are reported as a warning (`media-type-doubt`), because Google's lists aren't complete.",
  ),
  check(line, report) {
    for (const file of line.files) {
      const fault = typeFault(file);
      if (fault) report(rangeOf(line, file), fault);
    }
  },
  fixOnSave: true,
  fix: (problem, lines) => mendType(problem, lines, (file) => typeFault(file) !== undefined),
};

export const mediaTypeDoubt: ExampleRule = {
  id: 'media-type-doubt',
  kind: 'schema',
  severity: 'warning',
  scope: 'example',
  plainLines: 'covered',
  title: l10n.t('File that might be of another type'),
  description: l10n.t(
    "The file name extension or the first bytes don't match the MIME type, or the type isn't in Google's published lists.",
  ),
  check(line, report) {
    for (const file of line.files) {
      const doubt = typeDoubt(file);
      if (doubt) report(rangeOf(line, file), doubt);
    }
  },
  fix: (problem, lines) => mendType(problem, lines, (file) => typeDoubt(file) !== undefined),
};

function typeFault({ mimeType, isInline, source }: MediaFile): string | undefined {
  const told = toldType(isInline, source);
  if (mimeType === '')
    return told === undefined
      ? l10n.t('The MIME type is missing.')
      : l10n.t('The MIME type is missing. The file seems to be "{0}".', told);
  const meant = meantType(mimeType);
  if (meant !== undefined && !isListedInPart(meant))
    return l10n.t('Unknown MIME type "{0}". Did you mean "{1}"?', shown(mimeType), meant);
  if (isRead(mimeType)) return undefined;
  const kind = kindOf(mimeType);
  if (kind === 'audio' || kind === 'video' || mimeType.startsWith('text/')) return undefined;
  if (kind === 'image')
    return l10n.t('Unsupported image type "{0}". Use {1}.', shown(mimeType), typesOf(kind).join(', '));
  return l10n.t(
    'Unsupported file type "{0}". Use images, audio, video, application/pdf, or text/plain.',
    shown(mimeType),
  );
}

function typeDoubt(file: MediaFile): string | undefined {
  const { mimeType, isInline, source } = file;
  if (mimeType === '' || typeFault(file) !== undefined) return undefined;
  const told = toldType(isInline, source);
  if (told !== undefined && !mayBe(told, mimeType))
    return l10n.t('The file seems to be "{0}", not "{1}".', told, shown(mimeType));
  const meant = meantType(mimeType);
  if (meant !== undefined)
    return l10n.t(
      '"{0}" isn\'t among the types that Google lists. Did you mean "{1}"?',
      shown(mimeType),
      meant,
    );
  if (isRead(mimeType)) return undefined;
  const kind = kindOf(mimeType) ?? 'document';
  return l10n.t(
    '"{0}" isn\'t among the types that Google lists: {1}.',
    shown(mimeType),
    typesOf(kind).join(', '),
  );
}

/** Sound and video: Google may read more types than it names. */
function isListedInPart(type: string): boolean {
  const kind = kindOf(type);
  return kind === 'audio' || kind === 'video';
}

/** What the name of a file, or its beginning, tells. */
function toldType(isInline: boolean, source: string): string | undefined {
  return isInline ? typeOfBytes(bytesOfBase64(source.slice(0, 32))) : mimeTypeOf(source);
}

function rangeOf(line: ExampleLine, file: MediaFile): ColumnRange {
  const path = memberPath(file, 'mimeType', 'mime_type');
  return line.has(path) ? line.rangeOf(path) : line.openingOf(file.path);
}

function mendType(
  problem: Problem,
  { exampleAt }: Lines,
  isMeant: (file: MediaFile) => boolean,
): Fix | undefined {
  const line = exampleAt(problem.line);
  const file = line?.files.find((each) => isMeant(each) && rangeOf(line, each).start === problem.range.start);
  if (!line || !file) return undefined;
  const type = meantType(file.mimeType) ?? toldType(file.isInline, file.source);
  if (type === undefined || !isRead(type)) return undefined;
  const text = JSON.stringify(type);
  const path = memberPath(file, 'mimeType', 'mime_type');
  if (line.has(path))
    return {
      title: l10n.t('Change to "{0}"', type),
      edits: [replaceOnLine(problem.line, line.rangeOf(path), text)],
    };
  const added = `{"mimeType": ${text}, `;
  return {
    title: l10n.t('Add the MIME type "{0}"', type),
    edits: [replaceOnLine(problem.line, line.openingOf(file.path), added)],
  };
}

function shown(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
