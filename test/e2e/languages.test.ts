import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { pseudoLanguage, type TextsOf, textsOf } from './otherLanguages';
import { openWorkbench, patience, type Workbench } from './workbench';

/** Words that are the same in every language: names of ours and of others, and what is in the files. */
const names =
  /^(Tunewright|Google|Gemini|Vertex|Flash|Sandbox|sandbox|JSON|JSONL|SHA|number|generator|validation|text_input|contents|Clopper|Pearson)$/;

/** What VS Code adds. */
const byVsCode = /^(Welcome$|There is no data provider |Info$|Actions for )/;

/** The name of an icon, as a screen reader is told it. */
const icon = /^[a-z-]+ {2}/;

/** A page of Google's, by its title and date. */
const cited = /Google( Cloud,|'s)[^()]*?\d{4}(-\d\d-\d\d)?/g;

for (const language of ['it', pseudoLanguage] as const) {
  describe(`in another language: ${language}`, () => {
    let workbench: Workbench;
    let files: string;
    let text: TextsOf;
    let isEnglish: (text: string) => boolean;
    before(async () => {
      text = await textsOf(language);
      isEnglish = language === pseudoLanguage ? isPlain : (one) => text(one) !== one;
      files = await mkdtemp(path.join(tmpdir(), 'tunewright-languages-'));
      await writeFile(path.join(files, 'README.md'), '# Mine\n');
      workbench = await openWorkbench({ files, language, settings: { 'editor.minimap.enabled': false } });
    });
    afterEach(function () {
      return workbench?.captureFailure(this.currentTest);
    });
    after(async () => {
      await workbench?.dispose();
      await rm(files, { recursive: true, force: true });
    });

    const english: string[] = [];
    const look = async (name: string, where: Locator) => {
      // A lens is drawn anew at any moment.
      if (name !== 'editor')
        await where.screenshot({ path: `test/artifacts/language-${name}-${language}.png` });
      english.push(...(await shownTexts(where)).filter(isEnglish));
    };

    it('comes from an empty window to an answer, with no text in English', async () => {
      const { page } = workbench;
      /** Parts of the window that hold texts of ours only. */
      const ours = {
        view: workbench.sideBar.locator('.pane-body').first(),
        list: page.locator('.quick-input-widget .quick-input-list'),
        message: workbench.dialog.locator('.dialog-message-row, .dialog-message-container').first(),
      };
      await page
        .locator('.activitybar')
        .getByRole('tab', { name: /^Tunewright/ })
        .click();
      const start = workbench.sideBar.getByRole('button', { name: text('Start Sandbox') });
      await start.waitFor();
      await look('welcome', ours.view);
      await start.click();
      await workbench.sideBar.getByText(text('Open the sample dataset')).click();
      const lens = workbench.editor.getByText(text('Tune Model…')).first();
      await lens.waitFor();
      await workbench.editor.getByText(text('no problems')).first().waitFor();
      await look('editor', workbench.editor.locator('.codelens-decoration').first());
      await lens.click();
      await workbench.quickPickItem(text('Start Tuning')).waitFor();
      await look('launch', ours.list);
      await page.keyboard.press('Enter');
      await workbench.quickPickItem(text('Create bucket…')).waitFor();
      await page.keyboard.press('Enter');
      await page.getByText(text('Name of the new bucket (must be globally unique)')).first().waitFor();
      await page.keyboard.press('Enter');
      await workbench.dialog.waitFor();
      await look('confirmation', ours.message);
      await page.keyboard.press('Enter');
      const row = workbench.treeRow('number generator').filter({ hasText: text('ready') });
      await row.waitFor({ timeout: 2 * patience });
      await look('tree', ours.view);
      await row.click();
      const prompt = workbench.webview.getByRole('button', { name: text('Prompt'), exact: true });
      await prompt.waitFor();
      await look('job', workbench.webview.locator('body'));
      await prompt.click();
      await workbench.webview.locator('vscode-textarea:focus-within').waitFor();
      await page.keyboard.press('3');
      await page.keyboard.press('Enter');
      await workbench.webview.locator('article.answer .facts.done').waitFor();
      await look('playground', workbench.webview.locator('body'));
      assert.deepEqual([...new Set(english)], []);
    });

    it('shows the other pages with no text in English', async () => {
      const body = workbench.webview.locator('body');
      const run = (title: string) => workbench.runCommand(`Tunewright: ${text(title)}`);
      const write = (name: string, lines: readonly object[]) =>
        writeFile(path.join(workbench.folder, name), lines.map((line) => JSON.stringify(line)).join('\n'));
      await write('a.jsonl', [
        { text_input: '1', output: '2' },
        { text_input: '3', output: '' },
      ]);
      await write('b.jsonl', [{ text_input: '1', output: '3' }]);
      await write('c.eval.jsonl', resultsOf(['2', '4', '5']));
      await workbench.openFile('c.eval.jsonl');
      await run('Show Evaluation Results…');
      await workbench.webview.getByRole('row').nth(2).waitFor();
      await look('evaluation', body);
      await workbench.openFile('a.jsonl');
      await run('Open Dataset View');
      await workbench.webview.getByRole('grid').waitFor();
      await workbench.webview.getByText(text('Go to Line')).first().waitFor();
      await look('dataset-view', body);
      await run('Check Setup');
      await workbench.webview.getByRole('button', { name: text('Check Again'), disabled: false }).waitFor();
      await look('check-setup', body);
      assert.deepEqual([...new Set(english)], []);
    });
  });
}

/** An evaluation of one model on the rows 1, 2 and so on. */
function resultsOf(answers: readonly string[]): readonly object[] {
  const rows = answers.flatMap((answer, at) => {
    const turns = [{ role: 'user', text: String(at + 1) }];
    return [
      { kind: 'row', line: at + 1, prompt: { turns }, expected: String(at + 2) },
      { kind: 'answer', line: at + 1, target: 0, text: answer, finishReason: 'STOP' },
    ];
  });
  const dataset = { path: 'a.jsonl', format: 'geminiApi', sha256: '0'.repeat(64) };
  const header = { kind: 'evaluation', version: 1, startedAt: '2026-11-20T06:00:00.000Z', dataset };
  const targets = [{ service: 'vertexAi', model: 'm/m1', label: 'm1' }];
  return [{ ...header, targets, parameters: {}, metrics: ['exact-match'], rows: answers.length }, ...rows];
}

/** What is shown, or told to a screen reader. */
async function shownTexts(where: Locator): Promise<readonly string[]> {
  return where.locator('*').evaluateAll((elements) =>
    elements.flatMap((element) => {
      if (element.matches('style, script')) return [];
      const labels = ['title', 'aria-label', 'placeholder', 'alt'].map((name) => element.getAttribute(name));
      const own = [...(element.childNodes as Iterable<TextOrElement>)].filter(
        ({ nodeType }) => nodeType === 3,
      );
      return [...labels, ...own.map(({ textContent }) => textContent)].map((text) => text?.trim() ?? '');
    }),
  );
}

interface TextOrElement {
  readonly nodeType: number;
  readonly textContent: string | null;
}

/** It has a word of four letters or more in which no letter has an accent. */
function isPlain(text: string): boolean {
  if (byVsCode.test(text)) return false;
  const words = text
    .replace(icon, '')
    .replace(cited, '')
    .matchAll(/(?<![\p{L}\p{N}_./-])[A-Za-z]{4,}(?![\p{L}\p{N}_./-]|:\/)/gu);
  return [...words].some(([word]) => !names.test(word));
}
