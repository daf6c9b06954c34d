import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';

/**
 * Whoever changes a document, or saves it, asks first whether the editor shows what the file says. Of bytes that it
 * could not decode it shows U+FFFD, and saving would write that in their place, on every line.
 * @throws UserError with the way to the right encoding
 */
export async function requireLossless(document: vscode.TextDocument): Promise<void> {
  if (await isLossless(document)) return;
  throw new UserError(
    vscode.l10n.t(
      "{0} isn't encoded in {1}. VS Code couldn't decode all of it, and saving the file would destroy those characters. Reopen it with its own encoding first. Nothing was changed.",
      document.uri.path.split('/').at(-1) ?? '',
      document.encoding === 'utf8' ? 'UTF-8' : document.encoding,
    ),
    'WRONG_ENCODING',
    [
      {
        kind: 'command',
        title: vscode.l10n.t('Reopen with Encoding'),
        command: 'workbench.action.editor.changeEncoding',
      },
    ],
  );
}

async function isLossless(document: vscode.TextDocument): Promise<boolean> {
  if (document.isUntitled || !document.getText().includes('\ufffd')) return true;
  const decoder = decoders[document.encoding];
  if (decoder === undefined) return false;
  try {
    // Strict: it throws where VS Code's shows U+FFFD. One that the file itself holds passes.
    new TextDecoder(decoder, { fatal: true }).decode(await vscode.workspace.fs.readFile(document.uri));
    return true;
  } catch {
    return false;
  }
}

const remembered = new WeakMap<vscode.TextDocument, { encoding: string; lossless: Promise<boolean> }>();

/** As it was when the document was first asked about in its encoding: for what is only offered, on each keystroke. */
export function seemsLossless(document: vscode.TextDocument): Promise<boolean> {
  const { encoding } = document;
  const before = remembered.get(document);
  if (before?.encoding === encoding) return before.lossless;
  const lossless = isLossless(document);
  remembered.set(document, { encoding, lossless });
  return lossless;
}

/** VS Code's names of the encodings that can hold every character, and those of `TextDecoder`. */
const decoders: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  utf8bom: 'utf-8',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
};

/** Whether every text can be saved in the document's encoding. In others, what it does not have becomes "?". */
export function canHoldAll({ encoding }: vscode.TextDocument): boolean {
  return Object.hasOwn(decoders, encoding);
}
