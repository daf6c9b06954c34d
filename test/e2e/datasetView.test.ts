import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { axeViolations } from './axe';
import { openWorkbench, type Workbench } from './workbench';

/** Red, 2 × 2. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==';
const said = (role: string, ...parts: object[]) => ({ role, parts });
const text = (words: string) => ({ text: words });

/** Conversations as support has them; number 4 has a misspelled key, 6 an empty answer, 8 is cut off. */
function conversation(number: number): string {
  if (number === 8) return '{"contents": [{"role": "user", "parts": [{"text": "Cut o';
  const question = text(`My order ${1000 + number} never came. Can I have a refund?\nI "really" need it.`);
  const system = { systemInstruction: { role: 'system', parts: [text('You work for a book shop.')] } };
  const answer = said('model', text(number === 6 ? '' : `I am sorry. Order ${1000 + number} is refunded.`));
  if (number === 2) {
    const call = { functionCall: { name: 'findOrder', args: { number: 1002 } } };
    const result = { functionResponse: { name: 'findOrder', response: { state: 'lost' } } };
    const tools = [{ functionDeclarations: [{ name: 'findOrder', description: 'Finds an order.' }] }];
    const turns = [said('user', question), said('model', call), said('user', result), answer];
    return JSON.stringify({ ...system, contents: turns, tools });
  }
  if (number === 3) {
    const shown = { inlineData: { mimeType: 'image/png', data: picture } };
    return JSON.stringify({ contents: [said('user', shown, text('Is this cover torn?')), answer] });
  }
  if (number === 4)
    return JSON.stringify({ content: [said('user', question), answer] }).replace('content', 'contens');
  return JSON.stringify({ ...system, contents: [said('user', question), answer] });
}

/** Megabytes of conversations; two of them have a misspelled key. */
function largeFile(megabytes: number): string {
  const filler = 'So many words that a file of them is large. '.repeat(20).trim();
  const rows: string[] = [];
  for (let length = 0, row = 0; length < megabytes << 20; row++) {
    const turns = [said('user', text(`Question ${row}: ${filler}`)), said('model', text(`Answer ${row}`))];
    const line = JSON.stringify(row === 777 || row === 44_444 ? { contens: turns } : { contents: turns });
    rows.push(line);
    length += line.length + 1;
  }
  return `${rows.join('\n')}\n`;
}

describe('the dataset view', () => {
  let workbench: Workbench;
  let scratch: string;
  const rows: Record<string, number> = {};

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-dataset-view-'));
    const files = path.join(scratch, 'files');
    await mkdir(files);
    const lines = Array.from({ length: 200 }, (_, number) => conversation(number));
    await writeFile(path.join(files, 'support.jsonl'), `${lines.join('\n')}\n`);
    await writeFile(path.join(files, 'nothing.jsonl'), '');
    await writeFile(path.join(files, 'support.validation.jsonl'), `${conversation(1000)}\n`);
    await writeFile(path.join(files, 'chat.jsonl'), `${lines.slice(0, 2).join('\n')}\n`);
    const other = {
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Hello' },
      ],
    };
    await writeFile(path.join(files, 'chat.validation.jsonl'), `${JSON.stringify(other)}\n`);
    const large = largeFile(60);
    rows.large = large.split('\n').length - 1;
    await writeFile(path.join(files, 'large.jsonl'), large);
    workbench = await openWorkbench({
      files,
      settings: {
        'files.simpleDialog.enable': true,
        'editor.minimap.enabled': false,
      },
    });
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await rm(scratch, { recursive: true, force: true });
  });

  const view = () => workbench.webview;
  const grid = () => view().getByRole('grid');
  const selected = () => view().locator('.row[aria-selected=true]');
  const selectedLines = () => selected().locator('.line').allTextContents();
  const detail = () => view().locator('.detail');
  const line = (number: number) =>
    view().getByRole('heading', { name: `Line ${number.toLocaleString('en-US')}`, exact: true });

  it('shows the rows of a training file, and the selected one as a conversation', async () => {
    await workbench.openFile('support.jsonl');
    await workbench.runCommand('Tunewright: Open Dataset View');
    await view()
      .getByText(/^200 rows · 3 with problems · Vertex AI \(contents\)$/)
      .waitFor();
    await line(1).waitFor();
    await detail().getByText('You work for a book shop.').waitFor();
    await detail().getByText('I "really" need it.').waitFor(); // decoded
    assert.equal(await grid().getAttribute('aria-rowcount'), '201');
    await workbench.screenshot('dataset-view-light');
    await grid().focus();
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('ArrowDown');
    await detail().getByText('Function call: findOrder').waitFor();
    await workbench.page.keyboard.press('ArrowDown');
    await detail().locator('img').waitFor();
    await workbench.page.keyboard.press('End');
    await line(200).waitFor();
    assert.equal(await selected().getAttribute('aria-rowindex'), '201');
    await workbench.page.keyboard.press('PageUp');
    await workbench.page.keyboard.press('Home');
    await line(1).waitFor();
    await workbench.page.keyboard.press('Enter');
    assert.equal(await isFocused(detail()), true);
    await workbench.page.keyboard.press('Escape');
    assert.equal(await isFocused(grid()), true);
  });

  it('filters by problem, rule, text and expression, by chips that can be taken away', async () => {
    await view().getByLabel('Show').selectOption({ label: 'rows with problems (3)' });
    await view().getByText('Showing 3 of 200 rows').waitFor();
    await line(5).waitFor(); // the first of them
    await workbench.screenshot('dataset-view-problems');
    await view()
      .getByRole('button', { name: /^Remove filter: rows with problems/ })
      .click();
    await view().getByRole('searchbox').fill('ORDER 1017 is');
    await view().getByText('Showing 1 of 200 rows').waitFor();
    await line(18).waitFor();
    await view().getByRole('button', { name: 'Match case' }).click();
    await view().getByText('No row matches the filters.').waitFor();
    // Just before that, something else is typed. Longer than what is typed waits for, nothing comes of it.
    await view()
      .getByRole('button', { name: 'Show All Rows' })
      .evaluate(`(async () => {
        const search = document.querySelector('#search');
        search.value = 'other';
        search.dispatchEvent(new Event('input'));
        document.querySelector('.empty vscode-button').click();
        await new Promise((waited) => setTimeout(waited, 300));
      })()`);
    await view().locator('[aria-rowindex="3"]').click();
    await line(2).waitFor(); // the host has heard all that comes before
    assert.equal(await view().getByRole('searchbox').inputValue(), '');
    await view().getByRole('searchbox').fill('order 10(1|2)7 is');
    await view().getByText('No row matches the filters.').waitFor();
    await view().getByRole('button', { name: 'Regular expression' }).click();
    await view().getByText('Showing 2 of 200 rows').waitFor();
    await view()
      .getByRole('button', { name: /^Remove filter: / })
      .click();
    await line(18).waitFor();
  });

  it('filters by what is in the rows, and sorts them, all by the keyboard', async () => {
    const { keyboard } = workbench.page;
    const item = (name: string) =>
      workbench.page.locator('.quick-input-list').getByText(name, { exact: true });
    const addFilter = view().getByRole('button', { name: 'Add Filter…' });
    await workbench.clickUntil(addFilter, item('Tokens'));
    await workbench.type('Turns');
    await keyboard.press('Enter');
    await workbench.page.locator('.quick-input-widget').getByText('A number, or a range such as').waitFor();
    await workbench.type('2-3');
    await keyboard.press('Enter');
    await view().getByText('Showing 197 of 200 rows').waitFor(); // without a call, a key that is none, and half a line
    await workbench.clickUntil(addFilter, item('Tokens'));
    await workbench.type('With files');
    await keyboard.press('Enter');
    await view().getByText('Showing 1 of 200 rows').waitFor();
    await line(4).waitFor();
    await workbench.screenshot('dataset-view-filters');
    await view().getByRole('button', { name: 'Remove filter: With files' }).click();
    await view().getByText('Showing 197 of 200 rows').waitFor();
    await view().getByRole('button', { name: 'Remove filter: Turns: 2–3' }).click();
    const tested = async (name: string) => {
      await workbench.clickUntil(addFilter, item('Tokens'));
      await workbench.type(name);
      await item(name).waitFor();
      await keyboard.press('Enter');
    };
    await tested('Changed since last commit');
    await workbench.notification("support.jsonl isn't in the last commit of a Git repository.").waitFor();
    const git = (...args: string[]) => execFileSync('git', ['-C', workbench.folder, ...args]);
    git('init', '-q');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'a');
    await tested('Changed since last commit');
    await view().getByText('No row matches the filters.').waitFor();
    await view().getByRole('button', { name: 'Show All Rows' }).click();
    await view().locator('[aria-rowindex="5"]').click();
    await line(4).waitFor();
    await detail().getByRole('button', { name: 'Show Near-Duplicates' }).click();
    await view().getByText('Showing 1 of 200 rows').waitFor();
    await view().getByRole('button', { name: 'Remove filter: Near-duplicates of line 4' }).click();
    await detail().getByRole('button', { name: 'Mark as Reviewed' }).click();
    await selected().getByRole('img', { name: 'Reviewed' }).waitFor();
    await grid().focus();
    for (const key of ['ArrowDown', 'Shift+ArrowDown', 'r']) await keyboard.press(key);
    await view().getByText('Marked as reviewed: 2 rows', { exact: true }).waitFor();
    await tested('Not reviewed');
    await view().getByText('Showing 197 of 200 rows').waitFor();
    await tested('Reviewed');
    await view().getByText('Showing 3 of 200 rows').waitFor();
    for (const theme of ['Dark Modern', 'Default High Contrast', 'Light Modern'] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`dataset-view-reviewed-${theme.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await axeViolations(view().locator('#root')), [], theme);
    }
    await workbench.runCommand('Tunewright: Mark Rows as Reviewed or Not Reviewed');
    await view().getByText('Showing 1 of 200 rows').waitFor();
    await line(4).waitFor();
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.page.setViewportSize({ width: 400, height: 900 });
    await workbench.screenshot('dataset-view-reviewed-narrow');
    assert.deepEqual(await axeViolations(view().locator('#root')), []);
    await workbench.page.setViewportSize(size);
    await view().getByRole('button', { name: 'Remove filter: Reviewed' }).click();
    await view()
      .getByText(/^Showing/)
      .waitFor({ state: 'hidden' }); // a key that comes before is of the rows that go

    const firstLine = view().locator('[aria-rowindex="2"] .line');
    await grid().focus();
    await keyboard.press('Home');
    await view().locator('[aria-rowindex="2"][aria-selected=true]').waitFor();
    for (const key of ['ArrowUp', 'Shift+ArrowUp', 'End', 'ArrowLeft', 'Enter', 'Enter'])
      await keyboard.press(key);
    await view().locator('[role=columnheader][aria-sort=descending]').getByText('Turns').waitFor();
    await firstLine.getByText('3', { exact: true }).waitFor(); // the one with a call and its result
    for (const theme of ['Dark Modern', 'Default High Contrast', 'Light Modern'] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`dataset-view-sorted-${theme.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await axeViolations(view().locator('#root')), [], theme);
    }
    const toggleTurns = async (is: 'attached' | 'detached') => {
      await workbench.clickUntil(view().getByRole('button', { name: 'Columns…' }), item('Turns'));
      await item('Turns').click();
      await keyboard.press('Enter');
      await view().getByRole('columnheader', { name: 'Turns' }).waitFor({ state: is });
    };
    await grid().focus();
    for (const key of ['Escape', 'ArrowRight', 'End']) await keyboard.press(key); // the last column
    await toggleTurns('detached');
    const active = await grid().getAttribute('aria-activedescendant');
    assert.match(active ?? '', /^cell/);
    assert.equal(await view().locator(`[id="${active}"]`).count(), 1);
    await grid().focus();
    for (const key of ['Home', 'ArrowLeft']) await keyboard.press(key); // the whole row again
    await workbench.screenshot('dataset-view-columns');
    assert.deepEqual(await axeViolations(view().locator('#root')), []);
    await toggleTurns('attached');
    await view().getByRole('columnheader', { name: 'Problems' }).click();
    await firstLine.getByText('5', { exact: true }).waitFor(); // errors first
    for (const index of [201, 2]) {
      await view().getByRole('columnheader', { name: 'Line' }).click();
      await view().locator(`[aria-rowindex="${index}"][aria-selected=true]`).waitFor(); // the same row, in view
    }
  });

  it('says how the rows that are shown are spread, and filters by a bar', async () => {
    const { keyboard } = workbench.page;
    const bar = (name: string | RegExp) => view().getByTitle(name);
    await view().getByText('Distributions', { exact: true }).click();
    await view().getByRole('list', { name: 'Input tokens' }).waitFor();
    await bar('Show only Script: Latin (198 rows)').waitFor(); // nothing can be told of half a line and of a key that is none
    for (const theme of ['Dark Modern', 'Default High Contrast', 'Light Modern'] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`dataset-view-lens-${theme.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await axeViolations(view().locator('#root')), [], theme);
    }
    await bar('Show only Turns: 3 or more (1 row)').focus();
    await keyboard.press('Enter');
    await view().getByText('Showing 1 of 200 rows').waitFor();
    await bar('Show only Turns: 2 (0 rows)').click(); // in place of the other, for no row has both
    await view().getByText('Showing 197 of 200 rows').waitFor();
    await bar('Show only Turns: 2 (197 rows)').waitFor();
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await workbench.screenshot('dataset-view-lens-narrow');
    assert.deepEqual(await axeViolations(view().locator('#root')), []);
    await workbench.page.setViewportSize(size);
    await view().getByRole('button', { name: 'Remove filter: Turns: 2' }).click();
    await view().getByText('Distributions', { exact: true }).click();
    await bar(/^Show only/)
      .first()
      .waitFor({ state: 'hidden' });
  });

  it('follows the text editor beside it, also what is not saved', async () => {
    await view().getByRole('button', { name: 'Go to Line' }).click();
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    await workbench.page.keyboard.press('Home');
    await workbench.type('x');
    await view()
      .getByText(/^200 rows · 4 with problems/)
      .waitFor();
    await detail().getByText('As written').waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+Z');
    await view()
      .getByText(/^200 rows · 3 with problems/)
      .waitFor();
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.page.setViewportSize({ width: 1200, height: 700 }); // a screen full of letters makes a large picture
    await workbench.screenshot('dataset-view-beside');
    await workbench.page.setViewportSize(size);
    await workbench.runCommand('View: Close Editor');
  });

  it('fixes, edits and deletes rows as edits of the document, which its undo takes back', async () => {
    await view().getByLabel('Show').selectOption({ label: 'rows with problems (3)' });
    await view().getByText('Showing 3 of 200 rows').waitFor();
    await grid().focus();
    await workbench.page.keyboard.press('Home');
    await line(5).waitFor();
    await detail()
      .getByRole('button', { name: /"contents"/ })
      .click();
    await view()
      .getByText(/^200 rows · 2 with problems/)
      .waitFor();
    await line(7).waitFor(); // the next one
    await workbench.screenshot('dataset-view-fixed');
    await detail().getByRole('button', { name: 'Delete Row' }).click();
    await view()
      .getByText(/^199 rows · 1 with problems/)
      .waitFor();
    await view()
      .getByRole('button', { name: /^Remove filter: rows with problems/ })
      .click();
    await view().locator('[role=grid][aria-rowcount="200"]').waitFor(); // with the head
    await grid().focus();
    await workbench.page.keyboard.press('Home');
    await line(1).waitFor();
    await detail().getByRole('button', { name: 'Edit Example' }).click();
    await workbench.editor.getByText('Order 1000 is refunded').waitFor();
    await workbench.runCommand('View: Close Editor');
    await detail().getByRole('button', { name: 'Go to Line' }).click();
    await workbench.page.locator('.editor-instance .monaco-editor.focused').waitFor();
    for (const problems of [2, 3]) {
      await workbench.page.keyboard.press('ControlOrMeta+Z');
      await view()
        .getByText(new RegExp(`^200 rows · ${problems} with problems`))
        .waitFor();
    }
    await workbench.runCommand('View: Close Editor');
  });

  it('edits the example part by part, adds, moves and removes turns, and takes it back', async () => {
    await grid().focus();
    await workbench.page.keyboard.press('Home');
    await line(1).waitFor();
    const { keyboard } = workbench.page;
    await detail().getByRole('button', { name: 'Edit: Model' }).click();
    const field = detail().getByRole('textbox', { name: 'Model' });
    await field.fill('Order "1000" is on its way.\nשלום');
    await workbench.screenshot('dataset-view-editing');
    await field.press('ControlOrMeta+Enter');
    await detail().getByText('Order "1000" is on its way.').waitFor();
    await detail().getByRole('button', { name: 'Add User Turn' }).click();
    const added = detail().getByRole('textbox', { name: 'User' });
    await added.fill('Thanks!');
    await added.press('ControlOrMeta+Enter');
    await detail().locator('.turn.user').getByText('Thanks!').waitFor();
    await detail().getByRole('button', { name: 'Move Turn Up: User' }).click();
    await detail().locator('.turn').last().getByText('Order "1000" is on its way.').waitFor();
    await workbench.screenshot('dataset-view-edited');
    await detail().getByRole('button', { name: 'Delete Turn: User' }).last().click();
    await detail().getByText('Thanks!').waitFor({ state: 'detached' });
    await grid().focus();
    await keyboard.press('ControlOrMeta+Z'); // the document's, from within the view
    await detail().getByText('Thanks!').waitFor();
    for (let edits = 0; edits < 4; edits++) await keyboard.press('ControlOrMeta+Z');
    await detail().getByText('I am sorry. Order 1000 is refunded.').waitFor();
  });

  it('loses nothing that is typed: the tab is hidden, the row moves, a button is clicked, the text changes', async () => {
    const field = (name: string) => detail().getByRole('textbox', { name });
    const begin = async (name: string, typed: string) => {
      await workbench.clickUntil(detail().getByRole('button', { name: `Edit: ${name}` }), field(name));
      await field(name).fill(typed);
    };
    await grid().focus();
    await workbench.page.keyboard.press('Home');
    await line(1).waitFor();

    await begin('Model', 'Typed, and not applied');
    await field('Model').press('F1'); // VS Code's, also from within the field
    await workbench.quickInput.waitFor();
    await workbench.page.keyboard.press('Escape');
    await workbench.openFile('support.validation.jsonl');
    await grid().waitFor({ state: 'hidden' });
    await workbench.page
      .getByRole('tab', { name: /^support\.jsonl/ })
      .last()
      .click();
    await field('Model').waitFor();
    assert.equal(await field('Model').inputValue(), 'Typed, and not applied');
    await workbench.screenshot('dataset-view-draft');

    await field('Model').press('Escape');
    await workbench.clickUntil(
      detail().getByRole('button', { name: 'Go to Line' }),
      workbench.page.locator('.editor-instance .monaco-editor.focused'),
    );
    await begin('Model', 'Typed while its row moves');
    const beside = workbench.page.locator('.editor-instance .monaco-editor .view-lines').last();
    await beside.click({ position: { x: 200, y: 120 } });
    await workbench.page.keyboard.press('ControlOrMeta+Home');
    await workbench.page.keyboard.press('Enter');
    await line(2).waitFor();
    assert.equal(await field('Model').inputValue(), 'Typed while its row moves');
    await field('Model').press('ControlOrMeta+Enter');
    await detail().getByText('Typed while its row moves').waitFor();

    await begin('User', 'Typed before a click');
    await detail().getByRole('button', { name: 'Delete Turn: Model' }).click();
    await detail().getByText('Typed while its row moves').waitFor({ state: 'detached' });
    await detail().locator('.turn.user').getByText('Typed before a click').waitFor();

    await begin('User', 'Typed for a text that is no more');
    await beside.click({ position: { x: 200, y: 120 } });
    for (let edits = 0; edits < 4; edits++) await workbench.page.keyboard.press('ControlOrMeta+Z');
    await workbench
      .notification("changed in the meantime, so your edit wasn't applied.")
      .getByRole('button', { name: 'Copy My Text' })
      .click();
    await line(1).waitFor();
    await detail().getByText('I am sorry. Order 1000 is refunded.').waitFor();
    await workbench.runCommand('View: Close Editor');
  });

  it('acts on several rows at once, each time as one edit', async () => {
    const { keyboard } = workbench.page;
    const act = async (button: string, action: string) => {
      // Rows that are drawn anew swallow a click.
      const item = workbench.page.locator('.quick-input-list').getByText(action, { exact: true });
      await workbench.clickUntil(view().getByRole('button', { name: button }), item);
      await item.click();
    };
    await grid().focus();
    await keyboard.press('Home');
    await line(1).waitFor();
    await keyboard.press('Shift+ArrowDown');
    await keyboard.press('Shift+ArrowDown');
    await view().getByText('Selected rows: 3', { exact: true }).waitFor();
    assert.equal(await selected().count(), 3);
    await workbench.screenshot('dataset-view-selected');
    await act('Actions on Selected Rows…', 'Duplicate Rows');
    await view()
      .getByText(/^203 rows · 6 with problems/)
      .waitFor();
    await view().getByText('Selected rows: 3', { exact: true }).waitFor(); // still the same ones
    assert.deepEqual(await selectedLines(), ['1', '3', '5']);
    await workbench.clickUntil(view().getByRole('button', { name: 'Add Filter…' }), workbench.quickInput);
    await workbench.type('Near-duplicates');
    await keyboard.press('Enter');
    await view().getByText('Showing 6 of 203 rows').waitFor();
    await view().getByRole('button', { name: 'Remove filter: Near-duplicates' }).click();
    await view().locator('[role=grid][aria-rowcount="204"]').waitFor();
    await grid().focus();
    await keyboard.press('Escape');
    await act('Actions on Shown Rows…', 'Remove Near-Duplicates…');
    await workbench.page.getByText('The last row stays', { exact: true }).click();
    await workbench.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await view()
      .getByText(/^200 rows/)
      .waitFor();
    await grid().focus();
    await keyboard.press('ControlOrMeta+Z');
    await view()
      .getByText(/^203 rows · 6 with problems/)
      .waitFor();
    await grid().focus();
    await keyboard.press('Escape');
    await act('Actions on Shown Rows…', 'Remove Duplicates');
    await workbench.page.getByRole('button', { name: 'Remove', exact: true }).click();
    await view()
      .getByText(/^200 rows · 3 with problems/)
      .waitFor();
    await view().locator('.row').nth(2).click();
    await view()
      .locator('.row')
      .nth(4)
      .click({ modifiers: ['ControlOrMeta'] });
    await view().getByText('Selected rows: 2', { exact: true }).waitFor();
    await act('Actions on Selected Rows…', 'Move to Validation File');
    await workbench.page.getByRole('button', { name: 'Move', exact: true }).click();
    await view()
      .getByText(/^198 rows/)
      .waitFor();
    await act('Actions on Shown Rows…', 'Fix All');
    await view()
      .getByText(/^198 rows · 2 with problems/)
      .waitFor();
    await grid().focus();
    await keyboard.press('ControlOrMeta+A');
    await view().getByText('Selected rows: 198', { exact: true }).waitFor();
    assert.equal(await grid().evaluate((element) => String(element.ownerDocument?.getSelection())), ''); // rows, not text
    await keyboard.press('Escape');
    await view().getByText('Selected rows: 198').waitFor({ state: 'detached' });
    await keyboard.press('ControlOrMeta+Z');
    await view()
      .getByText(/^198 rows · 3 with problems/)
      .waitFor();
  });

  it('replaces in the texts of the rows that are shown, after a preview, as one edit', async () => {
    await view().getByRole('searchbox').fill('refunded');
    await view()
      .getByText(/^Showing 19\d of \d+ rows$/)
      .waitFor();
    await view().getByRole('button', { name: 'Replace in Texts…' }).click();
    await view().getByRole('textbox', { name: 'Replace with' }).fill('paid "back"');
    await workbench.page.keyboard.press('Enter');
    const found = await view()
      .getByText(/^Found 19\d times$/)
      .textContent();
    const rows = Number(/\d+/.exec(found ?? '')?.[0]);
    await view().locator('.samples ins').first().getByText('paid "back"').waitFor();
    await workbench.screenshot('dataset-view-replace');
    for (const theme of ['Dark Modern', 'Default High Contrast', 'Light Modern'] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`dataset-view-replace-${theme.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await axeViolations(view().locator('#root')), [], theme);
    }
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.page.setViewportSize({ width: 760, height: 900 });
    await workbench.screenshot('dataset-view-replace-narrow');
    await workbench.page.setViewportSize(size);
    await view()
      .getByRole('button', { name: `Replace in ${rows} Rows` })
      .click();
    await view()
      .getByText(/^Showing 1 of/)
      .waitFor(); // the one with the misspelled key has no texts
    for (const field of ['#replacement', '#search']) await view().locator(field).press('ControlOrMeta+Z'); // their own
    await view().getByRole('searchbox').fill('paid "back"');
    await view()
      .getByText(new RegExp(`^Showing ${rows} of`))
      .waitFor();
    await view().locator('.replace').getByRole('button', { name: 'Cancel' }).click();
    await grid().focus();
    await workbench.page.keyboard.press('ControlOrMeta+Z'); // all of it
    await view().getByText('No row matches the filters.').waitFor();
    await view().getByRole('button', { name: 'Show All Rows' }).click();
    await grid().waitFor();
  });

  it('moves no rows to another format or out of a validation file, and exports the rows that were shown', async () => {
    const open = async (name: string) => {
      await workbench.openFile(name);
      await workbench.runCommand('Tunewright: Open Dataset View');
      await view().getByRole('heading', { name, exact: true }).waitFor();
      await grid().waitFor();
    };
    const item = (action: string) =>
      workbench.page.locator('.quick-input-list').getByText(action, { exact: true });
    const actions = view().getByRole('button', { name: 'Actions on Shown Rows…' });
    await open('support.validation.jsonl');
    await workbench.clickUntil(actions, item('Delete Rows'));
    assert.equal(await item('Move to Validation File').count(), 0);
    await workbench.page.keyboard.press('Escape');

    await open('chat.jsonl');
    await workbench.clickUntil(actions, item('Move to Validation File'));
    await item('Move to Validation File').click();
    await workbench.page.getByRole('button', { name: 'Move', exact: true }).click();
    await workbench.notification("Can't add to chat.validation.jsonl. It has the format").waitFor();

    const before = await readFile(path.join(workbench.folder, 'chat.jsonl'), 'utf8');
    await view().getByRole('searchbox').fill('refund');
    await view().getByText('Showing 2 of 2 rows').waitFor();
    await view().getByRole('button', { name: 'Export Shown Rows…' }).click();
    await workbench.page.locator('.quick-input-widget').getByText('Export Shown Rows').waitFor();
    await writeFile(path.join(workbench.folder, 'chat.jsonl'), `${conversation(3)}\n`);
    await view().getByText('Showing 1 of 1 rows').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.notification('Exported 2 rows to chat.shown.jsonl.').waitFor();
    assert.equal(await readFile(path.join(workbench.folder, 'chat.shown.jsonl'), 'utf8'), before);
  });

  it('is without fault for axe in four themes and at 400 pixels', async () => {
    await grid().waitFor();
    for (const theme of [
      'Dark Modern',
      'Default High Contrast',
      'Default High Contrast Light',
      'Light Modern',
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`dataset-view-${theme.toLowerCase().replaceAll(' ', '-')}`);
      assert.deepEqual(await axeViolations(view().locator('#root')), [], theme);
    }
    const size = workbench.page.viewportSize() ?? { width: 1400, height: 900 };
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await workbench.page.setViewportSize({ width: 460, height: 900 });
    await grid().waitFor();
    await workbench.screenshot('dataset-view-narrow');
    const tooWide = await view()
      .locator('html')
      .evaluate((root) => root.scrollWidth > root.clientWidth);
    assert.equal(tooWide, false);
    await grid().focus();
    for (const key of ['Home', 'ArrowUp', 'End']) await workbench.page.keyboard.press(key);
    await view().locator('[role=columnheader].active').getByText('Response').waitFor(); // the last that is in view
    await workbench.page.keyboard.press('Escape');
    assert.deepEqual(await axeViolations(view().locator('#root')), []);
    await workbench.page.setViewportSize(size);
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  });

  it('is offered for a file that is too large for the text editor, once', async () => {
    // VS Code asks first whether to show such a file.
    await workbench.openFile(
      'large.jsonl',
      workbench.page.getByRole('tab', { name: /^large\.jsonl/ }).first(),
    );
    await workbench.press('large.jsonl is larger than 50 MB', 'Open Dataset View');
    const count = (rows.large ?? 0).toLocaleString('en-US');
    await view()
      .getByText(new RegExp(`^${count} rows · 2 with problems`))
      .waitFor();
    await workbench.screenshot('dataset-view-large');
    await grid().focus();
    await workbench.page.keyboard.press('End');
    await line(rows.large ?? 0).waitFor();
    await view().getByLabel('Show').selectOption({ label: 'rows with problems (2)' });
    await view().getByText(`Showing 2 of ${count} rows`).waitFor();
    await line(44_445).waitFor();
    await detail()
      .getByText(/contens/)
      .first()
      .waitFor();
    await view().getByRole('searchbox').fill('Question 777:');
    await view().getByText(`Showing 1 of ${count} rows`).waitFor();
    await line(778).waitFor();
    await detail().getByText('As written').waitFor(); // nothing else can be told of it
    await workbench.screenshot('dataset-view-large-filtered');
    await view().getByRole('button', { name: 'Export Shown Rows…' }).click();
    await workbench.page.locator('.quick-input-widget').getByText('Export Shown Rows').waitFor();
    await workbench.page.keyboard.press('Enter'); // the name that is proposed
    await workbench.notification('Exported 1 row to large.shown.jsonl.').waitFor();
    const exported = await readFile(path.join(workbench.folder, 'large.shown.jsonl'), 'utf8');
    assert.deepEqual(
      exported.split('\n').map((row) => row.includes('Question 777:')),
      [true, false],
    );
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.notification('large.jsonl has 2 errors. Fix them before tuning.').waitFor(); // read from disk
  });

  it('edits a large file, and writes it when it is saved', async () => {
    const file = path.join(workbench.folder, 'large.jsonl');
    const before = await readFile(file, 'utf8');
    const { page } = workbench;
    const count = (rows.large ?? 0).toLocaleString('en-US');
    const tells = (problems: string) =>
      view()
        .getByText(new RegExp(`^${count} rows · ${problems}`))
        .waitFor();
    await view().getByRole('searchbox').fill('');
    await view().getByText(`Showing 2 of ${count} rows`).waitFor();
    const action = page.locator('.quick-input-list').getByText('Fix All', { exact: true });
    await workbench.clickUntil(view().getByRole('button', { name: 'Actions on Shown Rows…' }), action);
    await action.click();
    await tells('no problems');
    const dirty = page.locator('.tab.active.dirty');
    await dirty.waitFor();
    await view().getByText('Unsaved edits.').waitFor();
    await workbench.screenshot('dataset-view-large-edited');
    await workbench.runCommand('Tune Model with Tunewright…');
    await workbench.notification('Save large.jsonl first.').waitFor();
    await view().getByRole('button', { name: 'Show All Rows' }).click();
    await grid().focus();
    await page.keyboard.press('ControlOrMeta+Z');
    await tells('2 with problems');
    await page.keyboard.press('ControlOrMeta+Y');
    await tells('no problems');
    assert.equal(await readFile(file, 'utf8'), before);
    await workbench.runCommand('File: Save');
    await dirty.waitFor({ state: 'detached' });
    assert.ok((await readFile(file, 'utf8')) === before.replaceAll('"contens"', '"contents"'));
  });

  it('tells the next step for a file without rows', async () => {
    await workbench.openFile('nothing.jsonl');
    await workbench.runCommand('Tunewright: Open Dataset View');
    await view().getByText('This file has no rows.').waitFor();
    await workbench.screenshot('dataset-view-empty');
  });
});

function isFocused(element: Locator): Promise<boolean> {
  return element.evaluate((node) => node === node.ownerDocument.activeElement);
}
