import * as path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import type { Attachment } from '../../../tuning/contract/service';
import type { PlaygroundState } from '../protocol/playgroundState.protocol';

/** By the end of a file's name. */
const mimeTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  pdf: 'application/pdf',
  txt: 'text/plain',
  md: 'text/plain',
  csv: 'text/plain',
  json: 'text/plain',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  flac: 'audio/flac',
  aac: 'audio/aac',
  ogg: 'audio/ogg',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
};

export interface NewAttachment {
  readonly name: string;
  /** Undefined: in Cloud Storage. */
  readonly bytes: number | undefined;
  readonly attachment: Attachment;
}

/** Files that the user chooses; none when the dialog is cancelled. */
export async function chooseFiles(): Promise<
  readonly { readonly name: string; readonly data: Uint8Array }[]
> {
  const uris = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Attach to Prompt'),
    openLabel: vscode.l10n.t('Attach'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Images, documents, audio, and video')]: Object.keys(mimeTypes) },
  });
  return Promise.all(
    (uris ?? []).map(async (uri) => ({
      name: path.posix.basename(uri.path),
      data: await vscode.workspace.fs.readFile(uri),
    })),
  );
}

/** A `gs://` address that the user types; undefined when they cancel. */
export async function typeAddress(): Promise<NewAttachment | undefined> {
  const uri = await vscode.window.showInputBox({
    title: vscode.l10n.t('Attach from Cloud Storage'),
    prompt: vscode.l10n.t('Cloud Storage URI of the file, such as gs://bucket/picture.png'),
    ignoreFocusOut: true,
    validateInput(value) {
      if (!/^gs:\/\/[^/]+\/.+/.test(value.trim())) {
        return vscode.l10n.t('Enter a Cloud Storage URI such as gs://bucket/picture.png.');
      }
      return mimeTypeOf(value.trim()) === undefined
        ? vscode.l10n.t('Use one of these file extensions: {0}.', Object.keys(mimeTypes).join(', '))
        : undefined;
    },
  });
  const mimeType = uri === undefined ? undefined : mimeTypeOf(uri.trim());
  if (uri === undefined || mimeType === undefined) return undefined;
  return { name: uri.trim(), bytes: undefined, attachment: { kind: 'file', mimeType, uri: uri.trim() } };
}

/** @throws UserError when no target takes it, or the draft would be too large with it. */
export function newAttachment(
  { targets, draft }: PlaygroundState,
  name: string,
  base64: string,
  told?: string,
): NewAttachment {
  const takers = targets.flatMap(({ features }) => features.attachments ?? []);
  const mimeType = mimeTypeOf(name) ?? told ?? '';
  if (!takers.some((limits) => limits.mimeTypes.includes(mimeType))) {
    throw new UserError(
      vscode.l10n.t("Can't attach {0}. None of the selected models supports this file type.", name),
      'ATTACHMENT_KIND',
    );
  }
  const bytes = Math.floor((base64.length * 3) / 4);
  const all = draft.attachments.reduce((sum, one) => sum + (one.bytes ?? 0), bytes);
  const most = Math.max(...takers.map(({ inlineBytes }) => inlineBytes));
  if (all > most) {
    throw new UserError(
      vscode.l10n.t(
        "Can't attach {0}. The files in a prompt can't exceed {1} MB in total. Upload it to Cloud Storage and attach its URI.",
        name,
        Math.floor(most / 1_000_000),
      ),
      'ATTACHMENT_SIZE',
    );
  }
  return { name: name || mimeType, bytes, attachment: { kind: 'data', mimeType, base64 } };
}

function mimeTypeOf(name: string): string | undefined {
  return mimeTypes[path.posix.extname(name).slice(1).toLowerCase()];
}
