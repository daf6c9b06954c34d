import assert from 'node:assert/strict';
import type vscode from 'vscode';

/** Saves a document. VS Code gives those that take part in it less than 2 s, and on a busy machine gives up: then again. */
export async function saved(document: vscode.TextDocument): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await document.save()); )
    assert.ok(Date.now() < deadline, `${document.uri} can't be saved`);
}
