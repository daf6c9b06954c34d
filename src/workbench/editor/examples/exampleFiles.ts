import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import * as vscode from 'vscode';
import { editedLine } from '../../../dataset/editing/editedLine';
import { followLine } from '../../../dataset/editing/followLine';
import { readConversation, writeConversation } from '../../../dataset/reading/conversationText';
import { SectionError } from '../../../dataset/reading/sections';
import type { ExampleProvider } from '../../entry/entries';
import type { DatasetDocuments } from '../documents/datasetDocuments';
import { jsonlFiles } from '../documents/jsonlFiles';
import { canHoldAll, requireLossless } from '../documents/lossless';
import { writeLine } from '../documents/mixedLineEnds';
import { exampleScheme } from './exampleScheme';

/** One example that is open as text, and the line it belongs to. */
interface Session {
  readonly source: vscode.Uri;
  /** Where the line is now; edits above it move it. */
  line: number;
  /** The line as it was read or last written here. */
  text: string;
  /** Grows with each version of the line, so that VS Code reads it again. */
  version: number;
  isWriting: boolean;
  /** The line was written in the editor, and its file could not be saved. */
  isUnsaved: boolean;
}

/**
 * Examples as files of their own: plain text with a heading for each speaker (conversationText.ts). Saving one writes
 * its line; when the line is gone or was changed elsewhere, saving fails with the reason and the text stays.
 */
export class ExampleFiles implements ExampleProvider, vscode.Disposable {
  readonly #sessions = new Map<string, Session>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #mistakes = vscode.languages.createDiagnosticCollection('tunewright-example');
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor(private readonly datasets: DatasetDocuments) {
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      this.#mistakes,
      vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme !== exampleScheme) return;
        this.#sessions.delete(uri.toString());
        this.#mistakes.delete(uri);
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** The file of the example on a line. The line must hold a valid one. */
  uriOf(source: vscode.TextDocument, line: number): vscode.Uri {
    for (const [uri, session] of this.#sessions) {
      if (session.line === line && session.source.toString() === source.uri.toString())
        return vscode.Uri.parse(uri, true);
    }
    const name = source.uri.path.split('/').at(-1) ?? '';
    const hash = hashOf(source.lineAt(line).text);
    const query = JSON.stringify({ source: source.uri.toString(), line, hash });
    const uri = vscode.Uri.from({ scheme: exampleScheme, path: `/${name}, line ${line + 1}.md`, query });
    this.#sessions.set(uri.toString(), newSession(source, line));
    return uri;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const session = await this.#sessionOf(uri);
    const { byteLength } = await this.#contentOf(session);
    return { type: vscode.FileType.File, ctime: 0, mtime: session.version, size: byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const session = await this.#sessionOf(uri);
    const source = await vscode.workspace.openTextDocument(session.source);
    session.text = source.lineAt(Math.min(session.line, source.lineCount - 1)).text;
    return this.#contentOf(session);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const session = await this.#sessionOf(uri);
    const source = await vscode.workspace.openTextDocument(session.source);
    const line = lineToWrite(source, session);
    const format = this.datasets.get(source)?.format;
    if (line === undefined || !format) throw new Error(changedMeanwhile(source, session));
    const text = editedLine(session.text, format, parse(new TextDecoder().decode(content)));
    if (text === session.text && !session.isUnsaved) return;
    await requireWritable(source);
    await requireLossless(source);
    await this.#write(source, line, text, session);
  }

  /** The file is saved too when nothing else in it waits to be saved: a person saves once. */
  async #write(source: vscode.TextDocument, line: number, text: string, session: Session): Promise<void> {
    const wasDirty = source.isDirty && !session.isUnsaved;
    if (!source.isDirty && (await writeLine(source, line, session.text, text))) {
      Object.assign(session, { line, text, version: session.version + 1 });
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    edit.replace(source.uri, source.lineAt(line).range, text);
    session.isWriting = true;
    try {
      if (!(await vscode.workspace.applyEdit(edit))) throw new Error(changedMeanwhile(source, session));
      Object.assign(session, { line, text, version: session.version + 1 });
    } finally {
      session.isWriting = false;
    }
    if (wasDirty || source.isUntitled || !canHoldAll(source)) return;
    // Where something else has saved it meanwhile, such as auto save, there is nothing left to save.
    session.isUnsaved = !(await source.save()) && source.isDirty;
    if (session.isUnsaved) throw new Error(notSaved(source, session));
  }

  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    if (document.uri.scheme === exampleScheme) this.#showMistake(document);
    if (vscode.languages.match(jsonlFiles, document) === 0) return;
    for (const [key, session] of this.#sessions) {
      if (session.source.toString() !== document.uri.toString()) continue;
      session.line = followLine(session.line, contentChanges);
      if (!session.isWriting) this.#refresh(key, document, session);
    }
  }

  /** An example that nobody is typing in shows what its line says now. */
  #refresh(key: string, source: vscode.TextDocument, session: Session): void {
    const now = session.line < source.lineCount ? source.lineAt(session.line).text : undefined;
    if (now === session.text || !this.datasets.get(source)?.line(session.line)?.example?.valid) return;
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === key);
    if (!shown || shown.isDirty) return;
    session.version++;
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri: shown.uri }]);
  }

  #showMistake(document: vscode.TextDocument): void {
    this.#mistakes.delete(document.uri);
    try {
      readConversation(document.getText()); // one example, not a file of them
    } catch (error) {
      if (!(error instanceof SectionError)) throw error;
      const place = document.lineAt(Math.min(error.line, document.lineCount - 1)).range;
      this.#mistakes.set(document.uri, [new vscode.Diagnostic(place, error.message)]);
    }
  }

  /** After a reload of the window the address says which line it was. */
  async #sessionOf(uri: vscode.Uri): Promise<Session> {
    const key = uri.toString();
    const known = this.#sessions.get(key);
    if (known) return known;
    const { source, line, hash } = readQuery(uri);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(source, true));
    if (line >= document.lineCount || hashOf(document.lineAt(line).text) !== hash) {
      throw vscode.FileSystemError.FileNotFound(
        vscode.l10n.t('The source line has changed. Open the example from its file again.'),
      );
    }
    const session = newSession(document, line);
    this.#sessions.set(key, session);
    return session;
  }

  async #contentOf(session: Session): Promise<Uint8Array> {
    const source = await vscode.workspace.openTextDocument(session.source);
    const example = this.datasets.get(source)?.line(session.line)?.example;
    if (!example?.valid) {
      throw vscode.FileSystemError.Unavailable(
        vscode.l10n.t('Line {0} no longer contains a valid example.', session.line + 1),
      );
    }
    return new TextEncoder().encode(writeConversation(example.format.toConversation(example.value)));
  }
}

function newSession(source: vscode.TextDocument, line: number): Session {
  return {
    source: source.uri,
    line,
    text: source.lineAt(line).text,
    version: 1,
    isWriting: false,
    isUnsaved: false,
  };
}

/** The followed line; when that is another one now (an undo moved it), the only one with the same text. */
function lineToWrite(source: vscode.TextDocument, { line, text }: Session): number | undefined {
  if (line < source.lineCount && source.lineAt(line).text === text) return line;
  let found: number | undefined;
  for (let at = 0; at < source.lineCount; at++) {
    if (source.lineAt(at).text !== text) continue;
    if (found !== undefined) return undefined;
    found = at;
  }
  return found;
}

/** A file that is known to be read-only is left as it is. The text stays in the example's editor. */
async function requireWritable({ uri, isUntitled }: vscode.TextDocument): Promise<void> {
  if (isUntitled) return;
  const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
  const isReadOnly =
    (permissions & vscode.FilePermission.Readonly) !== 0 ||
    vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false;
  if (!isReadOnly && (await mayWrite(uri))) return;
  throw new Error(
    vscode.l10n.t("{0} is read-only, so the example wasn't saved. Your text is still here.", nameOf(uri)),
  );
}

async function mayWrite({ scheme, fsPath }: vscode.Uri): Promise<boolean> {
  if (scheme !== 'file') return true;
  return access(fsPath, constants.W_OK).then(
    () => true,
    () => false,
  );
}

function notSaved({ uri }: vscode.TextDocument, { line }: Session): string {
  return vscode.l10n.t(
    "Line {0} of {1} contains your text now, but the file can't be saved. It might be read-only. Your text is still here.",
    line + 1,
    nameOf(uri),
  );
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? '';
}

function changedMeanwhile({ uri }: vscode.TextDocument, { line }: Session): string {
  return vscode.l10n.t(
    "Couldn't save: line {0} of {1} was changed or deleted in the meantime. Your text is still here. Copy what you need, and then open the example again.",
    line + 1,
    uri.path.split('/').at(-1) ?? '',
  );
}

function parse(text: string): ReturnType<typeof readConversation> {
  try {
    return readConversation(text);
  } catch (error) {
    if (!(error instanceof SectionError)) throw error;
    throw new Error(vscode.l10n.t('Line {0}: {1}', error.line + 1, error.message));
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

function readQuery({ query }: vscode.Uri): { source: string; line: number; hash: string } {
  const read: unknown = JSON.parse(query || '{}');
  if (typeof read === 'object' && read !== null && 'source' in read && 'line' in read && 'hash' in read) {
    const { source, line, hash } = read;
    if (typeof source === 'string' && typeof line === 'number' && typeof hash === 'string') {
      return { source, line, hash };
    }
  }
  throw vscode.FileSystemError.FileNotFound();
}
