import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import vscode from 'vscode';
import { ObjectChanged } from '../../src/tuning/google/storage/storedContent';
import { storedCopies } from '../../src/tuning/google/storage/storedCopies';
import type { StoredFile, TrainingStorage } from '../../src/tuning/google/storage/trainingStorage';
import { checkInPlace } from '../../src/workbench/storedFiles/checkInPlace';
import { downloadAndOpen } from '../../src/workbench/storedFiles/downloadAndOpen';
import { peek } from '../../src/workbench/storedFiles/peek';
import { uploadBack } from '../../src/workbench/storedFiles/uploadBack';
import { showReadOnlyTexts } from '../../src/workbench/ui/readOnlyText';
import type { Workbench } from '../../src/workbench/workbench';

const uri = 'gs://bucket/d/phones.jsonl';
const row = (at: number) => `{"text_input": "${at} ${'x'.repeat(200)}", "output": "${at}"}\n`;

describe('files in Cloud Storage, in the extension host', () => {
  let scratch: string;
  let target: vscode.Uri;
  let workbench: Workbench;
  /** What Cloud Storage has; undefined: nothing. */
  let stored: { readonly text: string; readonly generation: string } | undefined;
  /** Called before the next upload takes effect. */
  let beforeUpload: () => void;
  const texts = showReadOnlyTexts();
  const { showSaveDialog, showWarningMessage, showInformationMessage } = vscode.window;
  /** What was asked and said, and the answers by their beginning. */
  let said: string[];
  let answers: string[];

  const objectNow = (): StoredFile | undefined =>
    stored && {
      uri,
      name: 'd/phones.jsonl',
      bytes: Buffer.byteLength(stored.text),
      updated: '2026-11-21T09:40:00Z',
      generation: stored.generation,
    };
  const object = (): StoredFile => {
    const now = objectNow();
    assert.ok(now);
    return now;
  };

  beforeEach(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-stored-host-'));
    target = vscode.Uri.file(path.join(scratch, 'phones.jsonl'));
    stored = { text: row(1), generation: '1' };
    beforeUpload = () => {};
    said = [];
    answers = [];
    const storage: Partial<TrainingStorage> = {
      stat: async () => objectNow(),
      async *content({ bytes }, range) {
        const { from, to } = range ?? { from: 0, to: bytes };
        yield Buffer.from(stored?.text ?? '').subarray(from, to);
      },
      async replace({ generation, bytes }) {
        beforeUpload();
        beforeUpload = () => {};
        if ((stored?.generation ?? '0') !== generation) throw new ObjectChanged(uri, objectNow());
        const pieces: Uint8Array[] = [];
        for await (const piece of bytes.pieces()) pieces.push(piece);
        stored = { text: Buffer.concat(pieces).toString(), generation: String(Number(generation) + 1) };
        return object();
      },
    };
    workbench = {
      services: [{ storage }],
      datasetSettings: { optionsForFile: () => ({}) },
      storedCopies: storedCopies(path.join(scratch, 'copies')),
      connections: { connect: async () => {}, realm: 'google' },
    } as unknown as Workbench;
    const say = async (message: string, ...more: unknown[]) => {
      const { detail = '' } = (more.find((one) => typeof one === 'object') ?? {}) as { detail?: string };
      said.push(`${message} ${detail}`.trim());
      const choices = more.filter((one) => typeof one === 'string');
      return (
        choices.find((choice) => answers[0] !== undefined && choice.startsWith(answers[0])) && answers.shift()
      );
    };
    Object.assign(vscode.window, {
      showSaveDialog: async () => target,
      showWarningMessage: say,
      showInformationMessage: say,
    });
  });
  afterEach(async () => {
    Object.assign(vscode.window, { showSaveDialog, showWarningMessage, showInformationMessage });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(scratch, { recursive: true, force: true });
  });
  after(() => texts.dispose());

  it('shows the first rows of a large one with their problems, and says how much of it that is', async () => {
    const broken = '{"text_input": "a", "output": "b",}\n';
    stored = { text: broken + Array.from({ length: 12_000 }, (_, at) => row(at)).join(''), generation: '1' };
    await peek(workbench, object());
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.languageId, 'jsonl');
    assert.match(document.uri.path, /1\.0 MB of 2\.9 MB · phones\.jsonl$/);
    assert.ok(document.getText().endsWith('}\n'), 'whole rows');
    assert.match(
      said.join(),
      /^Showing the first [\d,]+ rows of gs:\/\/bucket\/d\/phones\.jsonl, read-only: 1\.0 MB of/,
    );
    for (const deadline = Date.now() + 30_000; vscode.languages.getDiagnostics(document.uri).length === 0; ) {
      assert.ok(Date.now() < deadline, 'no problems are shown');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const rules = vscode.languages
      .getDiagnostics(document.uri)
      .map(({ code }) => (code as { value: string }).value);
    assert.deepEqual(rules, ['invalid-json']);
    const before = document.getText();
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.ok(document.getText() === before, 'it can be edited');
  });

  it('checks one without a file, and tells its problems by rule with their lines', async () => {
    stored = { text: `${row(1)}{"text_input": "a", "output": "b",}\n${row(1)}`, generation: '1' };
    const script = path.resolve(__dirname, '..', '..', 'scan-worker.js');
    await checkInPlace(workbench, object(), script);
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^gs:\/\/bucket\/d\/phones\.jsonl\n1 KB · 2 examples · Gemini API/);
    assert.match(text, /\nError: [^\n]+ \(1\)\n {2}Line 2: Unexpected comma/);
    assert.match(text, /\n {2}Line 3: [^\n]*line 1/i);
    assert.match(said.join(), /^phones\.jsonl has \d problems in 2 examples\.$/);
  });

  it('saves one, and uploads what was edited to where it came from, also when it was moved', async () => {
    await downloadAndOpen(workbench, object());
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, target.fsPath);
    assert.equal(await readFile(target.fsPath, 'utf8'), row(1));
    assert.deepEqual((await readdir(scratch)).toSorted(), ['copies', 'phones.jsonl'], 'no draft is left');
    await uploadBack(workbench, target);
    assert.deepEqual(said, [`phones.jsonl has no changes to upload: it's what ${uri} has.`]);

    await writeFile(target.fsPath, row(2));
    answers = ['Upload'];
    await uploadBack(workbench, target);
    assert.deepEqual(stored, { text: row(2), generation: '2' });
    assert.match(
      said[1] ?? '',
      /^Upload phones\.jsonl to gs:\/\/bucket\/d\/phones\.jsonl\? 1 KB replaces 1 KB from Nov 21, 2026/,
    );

    const moved = vscode.Uri.file(path.join(scratch, 'moved.jsonl'));
    await writeFile(moved.fsPath, row(2));
    await uploadBack(workbench, moved);
    assert.match(said.at(-1) ?? '', /^moved\.jsonl has no changes/);
    await writeFile(moved.fsPath, 'new');
    await assert.rejects(uploadBack(workbench, moved), { reason: 'NO_ORIGIN' });
  });

  it('says that another has changed it, before and during the upload, and uploads as the user decides', async () => {
    await downloadAndOpen(workbench, object());
    await writeFile(target.fsPath, row(2));
    stored = { text: 'by another', generation: '5' };
    await assert.rejects(uploadBack(workbench, target), { name: 'Canceled' });
    assert.match(said[0] ?? '', /was changed in Cloud Storage since you downloaded it\. Replace it\?/);
    assert.equal(stored.text, 'by another');

    answers = ['Replace', 'Replace'];
    beforeUpload = () => {
      stored = { text: 'by a third', generation: '7' };
    };
    await uploadBack(workbench, target);
    assert.equal(said.filter((one) => one.includes('Replace it?')).length, 3, said.join('\n'));
    assert.deepEqual(stored, { text: row(2), generation: '8' });

    stored = undefined;
    answers = ['Upload'];
    await uploadBack(workbench, target);
    assert.match(said.at(-2) ?? '', /was deleted since you downloaded it/);
    assert.deepEqual(stored, { text: row(2), generation: '1' });
  });

  it('lets one window at a time upload a file', async () => {
    await downloadAndOpen(workbench, object());
    const [copy] = await workbench.storedCopies.all();
    const unlock = await workbench.storedCopies.lock(copy?.id ?? '');
    await assert.rejects(uploadBack(workbench, target), { reason: 'BUSY' });
    await unlock?.();
  });
});
