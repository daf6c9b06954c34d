/**
 * A real VS Code as a person uses it: the npm server shows our extension, as it is shipped, in a headless Chromium, and
 * these helpers type, click and read. They wait for what they name and fail with a sentence when it does not come.
 */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { launchBrowser } from '../vscode-host/browser.mjs';
import { leaksInLogs } from '../vscode-host/leaks.mjs';
import { installPackaged } from '../vscode-host/packaged.mjs';
import { metByOurs, type Server, startServer } from '../vscode-host/server.mjs';
import { addPseudoLanguage, pseudoLanguage } from './otherLanguages';

type Settings = Readonly<Record<string, unknown>>;

/** What a workbench is opened with. */
export interface WorkbenchOptions {
  /** The user's settings. */
  settings?: Settings;
  /** Added to the environment of the extension host. */
  env?: Readonly<Record<string, string>>;
  /** Copied to a scratch folder, which is opened. Default `test/fixtures`. */
  files?: string;
  /** False opens the folder in Restricted Mode. Default true. */
  trusted?: boolean;
  /** True shows the window with all built-in extensions, as users have it, not only those that ours meets. */
  allBuiltIn?: boolean;
  /** More prompts and texts that the test uses: like tokens, keys and the fixtures' texts, they may stand in no log. */
  confidential?: readonly string[];
  /** VS Code's display language, for extensions: its own texts stay English. "qps-ploc" is made of our English texts. */
  language?: 'it' | typeof pseudoLanguage;
}

/** As VS Code names them: light, dark and the two of high contrast. */
export type Theme = 'Light Modern' | 'Dark Modern' | 'Default High Contrast' | 'Default High Contrast Light';

const themeClass = {
  'Light Modern': 'vs',
  'Dark Modern': 'vs-dark',
  'Default High Contrast': 'hc-black',
  'Default High Contrast Light': 'hc-light',
} as const satisfies Record<Theme, string>;

/** Typing gives exactly the typed text, and a quick pick stays although a busy window moves the focus late. */
export const steady: Settings = {
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
  'editor.autoIndent': 'none',
  'editor.autoSurround': 'never',
  'workbench.quickOpen.closeOnFocusLost': false,
  // Nothing moves by itself: without a graphics card, each frame is drawn by the processor.
  'editor.cursorBlinking': 'solid',
  'workbench.reduceMotion': 'on',
};

/** Milliseconds to wait for what must come, whatever else the machine does: no test measures absolute time. */
export const patience = 120_000;

const artifacts = path.resolve('test', 'artifacts');

/** Starts a VS Code of its own on a copy of the files. Dispose of it, also after a failure. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-e2e-'));
  const folder = path.join(scratch, 'workspace');
  await cp(options.files ?? path.resolve('test', 'fixtures'), folder, { recursive: true });
  const settings = { ...steady, 'workbench.colorTheme': 'Light Modern', ...options.settings };
  const extensionsDir = path.join(scratch, 'extensions');
  const installed = await installPackaged(extensionsDir);
  if (options.language === pseudoLanguage) await addPseudoLanguage(installed);
  const server = await startServer({
    dataDir: path.join(scratch, 'vscode'),
    extensionsDir,
    settings,
    logLevel: 'trace',
    ...(!options.allBuiltIn && { builtIn: metByOurs }),
    ...(options.env && { env: options.env }),
    ...(options.trusted !== undefined && { trusted: options.trusted }),
  });
  let browser: Browser | undefined;
  try {
    const launched = await launchBrowser();
    browser = launched.browser;
    if (options.language)
      await launched.page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${options.language}'`);
    await launched.page.goto(server.address({ folder }), { timeout: patience });
    const workbench = new Workbench(launched.page, folder, {
      scratch,
      browser,
      server,
      confidential: options.confidential ?? [],
    });
    await workbench.whenReady();
    return workbench;
  } catch (error) {
    await browser?.close();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
    throw error;
  }
}

interface Owned {
  scratch: string;
  browser: Browser;
  server: Server;
  confidential: readonly string[];
}

/** One window of VS Code. Made by {@link openWorkbench}. */
export class Workbench {
  readonly page: Page;
  /** The folder that is open: a scratch copy. */
  readonly folder: string;
  private readonly given: Owned | undefined;

  /** @param owned absent of a window on a server of static files: whoever started that ends it */
  constructor(page: Page, folder: string, owned?: Owned) {
    this.page = page;
    this.folder = folder;
    this.given = owned;
    page.setDefaultTimeout(patience);
  }

  private get owned(): Owned {
    assert.ok(this.given, 'This window has no server of its own.');
    return this.given;
  }

  /** Ends the browser and the server and deletes the scratch folder. Fails when a log holds what no log may hold. */
  async dispose(): Promise<void> {
    await this.owned.browser.close();
    await this.owned.server.stop();
    const leaks = await leaksInLogs(this.owned.scratch, this.owned.confidential);
    await rm(this.owned.scratch, { recursive: true, force: true, maxRetries: 3 });
    assert.deepEqual(leaks, []);
  }

  // --- the window

  /** *Developer: Reload Window*, which saves the window's state first; open editors and panels come back. */
  async reload(): Promise<void> {
    const title = 'Developer: Reload Window';
    await this.openQuickInput('F1');
    await this.quickInput.fill(`>${title}`);
    await Promise.all([this.page.waitForEvent('load'), this.quickPickItem(title).click()]);
    await this.whenReady();
  }

  /** Another window of the same user, on a copy of the same files. It ends with this one. */
  async openAnother(): Promise<Workbench> {
    const folder = path.join(this.owned.scratch, 'other workspace');
    await cp(this.folder, folder, { recursive: true });
    const page = await this.page.context().newPage();
    await page.goto(this.owned.server.address({ folder }), { timeout: patience });
    const other = new Workbench(page, folder, this.owned);
    await other.whenReady();
    return other;
  }

  /** Gives the window the focus, or takes it away: all pages of a browser that a program drives have it. */
  async setFocused(focused: boolean): Promise<void> {
    // VS Code asks for the focus when it hears of this; a page in the window may have taken it from the window itself.
    await this.page.evaluate(
      `document.hasFocus = () => ${focused}; document.dispatchEvent(new Event('visibilitychange'));`,
    );
  }

  /** Closes the window. @returns what opens it again */
  async leave(): Promise<() => Promise<void>> {
    const address = this.page.url();
    await this.page.goto('about:blank');
    return async () => {
      await this.page.goto(address);
      await this.whenReady();
    };
  }

  /** Resolves when the window shows that it knows our extension. */
  async whenReady(): Promise<void> {
    const ourTab = this.page.locator('.activitybar').getByRole('tab', { name: /^Tunewright/ });
    await ourTab.waitFor();
  }

  /** Changes settings while the window is open; it follows within a second or so. */
  async changeSettings(changed: Settings): Promise<void> {
    await this.owned.server.changeSettings(changed);
  }

  /** Changes the colour theme and waits until it shows. */
  async useTheme(theme: Theme): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': theme });
    await this.page.locator(`.monaco-workbench.${themeClass[theme]}`).waitFor();
  }

  /** Writes `test/artifacts/<name>.png` (under 300 kB, or the test fails). */
  async screenshot(name: string): Promise<void> {
    const { size } = await stat(await this.picture(name));
    assert.ok(size < 300_000, `${name}.png has ${size} bytes.`);
  }

  private async picture(name: string): Promise<string> {
    await mkdir(artifacts, { recursive: true });
    const file = path.join(artifacts, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }

  /** For `afterEach`: when the test failed, keeps what the window shows and prints the extension host's log. */
  async captureFailure(test: Mocha.Test | undefined): Promise<void> {
    if (test?.state !== 'failed') return;
    const file = await this.picture(`failed-${test.title.replace(/[^A-Za-z0-9]+/g, '-')}`);
    const lines = (await this.given?.server.extensionHostLog())?.split('\n') ?? [];
    const log = lines
      .filter((line) => !/\[(trace|debug)\]/.test(line))
      .slice(-30)
      .join('\n');
    console.error(`What the window showed: ${path.relative('.', file)}\nThe extension host's log:\n${log}`);
  }

  // --- commands, quick picks and input boxes

  /** Runs a command through F1, by its title as the palette shows it, such as `Tune Model with Tunewright…`. */
  async runCommand(title: string): Promise<void> {
    for (const deadline = Date.now() + patience; ; ) {
      await this.openQuickInput('F1');
      await this.quickInput.fill(`>${title}`);
      if (await appears(this.quickPickItem(title))) return this.choose(title);
      // The palette lists the commands that could be run when it opened; a new window still learns of some.
      await this.page.keyboard.press('Escape');
      assert.ok(Date.now() < deadline, `The command palette has no "${title}".`);
    }
  }

  /** Presses the keys until the quick input is there: a page that is loading inside a panel swallows them. */
  private async openQuickInput(keys: string): Promise<void> {
    await this.page.mouse.move(0, 0); // a hover where the mouse was left would lie over the list
    for (const deadline = Date.now() + patience; ; ) {
      await this.page.keyboard.press(keys);
      if (await appears(this.quickInput)) return;
      assert.ok(Date.now() < deadline, `${keys} opened nothing.`);
    }
  }

  /**
   * Opens a file of the folder through quick open.
   * @param shown what then shows; its lines in a text editor by default
   */
  async openFile(name: string, shown = this.linesOf(name)): Promise<void> {
    for (const deadline = Date.now() + patience; ; ) {
      await this.openQuickInput('ControlOrMeta+P');
      await this.quickInput.fill(name);
      // A page that has the focus for a moment longer swallows what is typed.
      if (await appears(this.fileItem(name), 5000)) {
        await this.changingQuickInput(() => this.fileItem(name).click());
        if (await appears(shown)) return;
      } else await this.page.keyboard.press('Escape');
      // Another file that was still being opened has come before it.
      assert.ok(Date.now() < deadline, `${name} is not in front.`);
    }
  }

  /** By its whole path: another folder may have a file of this name, and a busy list shows the folder late. */
  private linesOf(name: string): Locator {
    const end = encodeURI(`/${path.basename(this.folder)}/${name}`);
    return this.page.locator(`[data-uri^="vscode-remote:"][data-uri$="${end}"] .view-line`).first();
  }

  /** The file of quick open's list, not one of the same name in another folder. */
  private fileItem(name: string): Locator {
    const folder = path.dirname(name);
    const description = (text: string | RegExp) =>
      this.page.locator('.label-description').filter({ hasText: text });
    return this.quickWidget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.label-name').getByText(path.basename(name), { exact: true }) })
      .filter(folder === '.' ? { hasNot: description(/./) } : { has: description(folder) })
      .first();
  }

  /** The text field of the quick pick or input box that is open. */
  get quickInput(): Locator {
    return this.quickWidget.locator('.quick-input-box input, .quick-input-filter input').first();
  }

  /** The item of the open quick pick whose label is exactly this. */
  quickPickItem(label: string): Locator {
    const text = new RegExp(`^\\s*${literal(label)}\\s*$`);
    return this.quickWidget
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: this.page.locator('.quick-input-list-label .label-name, .label-name').getByText(text) })
      .first();
  }

  /** Chooses an item of the open quick pick by its label. */
  async choose(label: string): Promise<void> {
    // First: what the list before still showed is no measure of whether this click did something.
    await this.quickPickItem(label).waitFor();
    await this.changingQuickInput(() => this.quickPickItem(label).click());
  }

  /**
   * Fills in the form of a launch that is open: what is told of each line, in this order. A new bucket is made under its
   * name. Then starts it: the confirmation follows.
   */
  async startTuning(lines: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.quickPickItem('Start Tuning').waitFor();
    for (const [line, value] of Object.entries(lines)) {
      if (line === 'New bucket') {
        await this.choose('Bucket');
        await this.choose('Create bucket…');
        await this.answer(value);
        continue;
      }
      await this.choose(line);
      if (['Service', 'Base model', 'Region', 'Bucket'].includes(line)) await this.choose(value);
      else await this.answer(value);
    }
    await this.choose('Start Tuning');
  }

  /** Waits for the step of a flow that has this title; its labels and texts can be read then. */
  async quickInputTitled(title: string | RegExp): Promise<void> {
    await this.quickWidget.locator('.quick-input-title').getByText(title).waitFor();
  }

  /** The labels that the open quick pick shows now. */
  async quickPickLabels(): Promise<string[]> {
    const labels = this.quickWidget.locator(
      '.quick-input-list .monaco-list-row .quick-input-list-row:first-child .label-name',
    );
    await labels.first().waitFor();
    return (await labels.allInnerTexts()).map(plain);
  }

  /** Replaces the text of the open input box and accepts it. */
  async answer(text: string): Promise<void> {
    await this.quickInput.fill(text);
    await this.changingQuickInput(() => this.quickInput.press('Enter'));
  }

  /** Types what the open input box doesn't take, and waits until it says so: often before the text could be accepted. */
  async answerRefused(text: string, why: RegExp): Promise<void> {
    await this.quickInput.fill(text);
    await this.quickWidget.locator('.quick-input-message').getByText(why).waitFor();
    await this.quickInput.press('Enter');
    assert.equal(await this.quickInput.inputValue(), text);
  }

  /** Gives the open file dialog this path and accepts it. While it opens, the dialog still writes a path of its own. */
  async acceptFile(file: string): Promise<void> {
    await this.quickInput.waitFor();
    const value = () => this.quickInput.inputValue({ timeout: 2000 }).catch(() => undefined);
    const isStill = async (wanted: string | undefined) => {
      await this.page.waitForTimeout(500);
      return wanted !== '' && (await value()) === wanted;
    };
    const deadline = Date.now() + patience;
    const checkTime = () => assert.ok(Date.now() < deadline, `The file dialog does not take ${file}.`);
    while (!(await isStill(await value()))) checkTime();
    while (await this.quickInput.isVisible()) {
      checkTime();
      await this.quickInput.fill(file);
      if (await isStill(file)) await this.quickInput.press('Enter');
      await this.quickWidget.waitFor({ state: 'hidden', timeout: 5000 }).catch(() => undefined);
    }
  }

  /** Acts on the open quick pick or input box and waits until it is gone, or shows another step or message. */
  private async changingQuickInput(action: () => Promise<void>): Promise<void> {
    await this.quickInput.waitFor();
    const before = await this.quickWidget.textContent();
    await action();
    for (const deadline = Date.now() + patience; Date.now() < deadline; await this.page.waitForTimeout(20)) {
      if (!(await this.quickWidget.isVisible()) || (await this.quickWidget.textContent()) !== before) return;
    }
    assert.fail(`The quick input took no notice; it still shows: ${plain(before)}`);
  }

  private get quickWidget(): Locator {
    return this.page.locator('.quick-input-widget');
  }

  // --- the editor

  /** The active editor. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .editor-instance .monaco-editor').first();
  }

  /** The lines that the active editor shows (VS Code renders only what is in view). */
  async editorLines(): Promise<string[]> {
    const lines = await this.editor
      .locator('.view-line')
      .evaluateAll((nodes) =>
        nodes.map((node) => ({ top: Number.parseFloat(node.style.top), text: node.textContent })),
      );
    return lines.sort((a, b) => a.top - b.top).map(({ text }) => plain(text));
  }

  /**
   * Waits until the lines from the first to the last, counted from 1, are these: a window that draws anew shows none for a
   * moment. Without a last one, nothing may follow.
   */
  async waitForLines(wanted: readonly string[], first: number, last?: number): Promise<void> {
    for (const deadline = Date.now() + patience; ; await this.page.waitForTimeout(50)) {
      const lines = (await this.editorLines()).slice(first - 1, last);
      if (isDeepStrictEqual(lines, wanted)) return;
      if (Date.now() > deadline) assert.deepEqual(lines, wanted);
    }
  }

  /** Puts the cursor there, both counted from 1, and the focus into the editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.openQuickInput('Control+G');
    await this.answer(`:${line}:${column}`);
    await this.quickWidget.waitFor({ state: 'hidden' });
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Types at the cursor, key by key. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Replaces a whole line, counted from 1, by typing. */
  async replaceLine(line: number, text: string): Promise<void> {
    await this.goTo(line);
    await this.page.keyboard.press('End');
    await this.page.keyboard.press('Shift+Home');
    if (text === '') await this.page.keyboard.press('Delete');
    else await this.type(text);
    const shown = async () => (await this.editorLines()).includes(plain(text));
    for (const deadline = Date.now() + patience; !(await shown()); await this.page.waitForTimeout(50)) {
      assert.ok(Date.now() < deadline, `The editor does not show "${text}" but ${await this.editorLines()}`);
    }
  }

  /** The wavy lines under problems in the active editor. */
  squiggles(severity: 'error' | 'warning' | 'info' = 'error'): Locator {
    return this.editor.locator(`.squiggly-${severity}`);
  }

  /**
   * Moves the mouse over something and reads the hover that appears.
   * @param saying what it must say: another one appears when things move under the mouse
   */
  async hover(target: Locator, saying = /./): Promise<string> {
    const widget = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content:visible').first();
    for (const deadline = Date.now() + patience; ; ) {
      const box = await this.boxOf(target);
      // By the mouse itself: a squiggle lies below the text, and is drawn anew while the editor settles. A line that
      // moved meanwhile, as under a CodeLens that came late, is looked for again.
      await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
      if (await appears(widget.filter({ hasNotText: /^Loading\.\.\.$/ }))) {
        const text = plain(await widget.textContent());
        if (saying.test(text)) return text;
      }
      assert.ok(Date.now() < deadline, `No such hover appeared over ${target}.`);
      await this.page.mouse.move(box.x, box.y + 300);
    }
  }

  private async boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
    for (const deadline = Date.now() + patience; Date.now() < deadline; await this.page.waitForTimeout(100)) {
      const box = await target.boundingBox().catch(() => null);
      if (box !== null && box.width > 0) return box;
    }
    return assert.fail(`Nothing was drawn of ${target}.`);
  }

  // --- views

  /** Opens a view container by its title in the activity bar, such as `Tunewright`. */
  async showContainer(title: string): Promise<void> {
    const name = new RegExp(`^${literal(title)}`);
    const tab = this.page.locator('.activitybar').getByRole('tab', { name });
    const heading = this.page.locator('.sidebar .composite.title').getByText(title).first();
    // Another click on the tab of a container that is shown hides it, and our extension may show it meanwhile.
    for (const deadline = Date.now() + patience; !(await heading.isVisible()); ) {
      assert.ok(Date.now() < deadline, `The view container "${title}" does not show.`);
      await tab.click();
      await heading.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
  }

  /** The side bar: welcome texts, view titles, trees. */
  get sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** The rows of the trees in the side bar, as a person reads them: label, then description. */
  async treeRows(): Promise<string[]> {
    const rows = await this.sideBar
      .locator('.monaco-list-row')
      .evaluateAll((nodes) =>
        nodes.map((node) =>
          [...node.querySelectorAll('.label-name, .label-description')].map((part) => part.textContent),
        ),
      );
    return rows.map((parts) => plain(parts.join(' ')));
  }

  /** The first row of the trees in the side bar whose text holds this. */
  treeRow(text: string | RegExp): Locator {
    return this.sideBar.locator('.monaco-list-row').filter({ hasText: text }).first();
  }

  /** Chooses an entry of a row's context menu. */
  async chooseInContextMenu(row: Locator, entry: string): Promise<void> {
    const item = this.page.locator('.monaco-menu').getByRole('menuitem', { name: entry }).first();
    for (const deadline = Date.now() + patience; ; ) {
      await row.click({ button: 'right' });
      if (await appears(item, 5000)) break;
      assert.ok(Date.now() < deadline, `The menu of ${row} shows no ${entry}.`);
      await this.page.keyboard.press('Escape'); // a tree that is drawn anew swallows a click
    }
    await this.page.waitForTimeout(200); // a menu ignores the mouse for its first 100 ms
    await item.click();
  }

  // --- status bar, notifications and dialogs

  /** The item of the status bar whose text holds this: its button, which has the label for screen readers. */
  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.part.statusbar .statusbar-item a').filter({ hasText: text }).first();
  }

  /** The notification whose text holds this. */
  notification(text: string | RegExp): Locator {
    return this.page
      .locator(':is(.notifications-toasts, .notifications-center) .notification-list-item')
      .filter({ hasText: text })
      .first();
  }

  /** The texts of the notifications in view. */
  async notifications(): Promise<string[]> {
    const messages = this.page.locator('.notifications-toasts .notification-list-item-message');
    return (await messages.allInnerTexts()).map(plain);
  }

  /** Waits for the notification and presses its button; a toast hides after some seconds, the list of them keeps it. */
  async press(notification: string | RegExp, button: string): Promise<void> {
    if (!(await appears(this.notification(notification), patience / 2)))
      await this.runCommand('Notifications: Show Notifications');
    await this.notification(notification).getByRole('button', { name: button, exact: true }).click();
  }

  /** The modal dialog, if one is open. */
  get dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  /** Waits for a modal dialog and presses its button. @returns what it said */
  async answerDialog(button: string): Promise<string> {
    await this.dialog.waitFor();
    const said = plain(await this.dialog.locator('.dialog-message-row').textContent());
    await this.dialog.getByRole('button', { name: button, exact: true }).click();
    return said;
  }

  /**
   * Clicks until something shows: a window that draws a row or a CodeLens anew just then loses the click, as a person
   * sees, who clicks again. What comes late may lie over the target by then.
   */
  async clickUntil(target: Locator, shown: Locator): Promise<void> {
    for (const deadline = Date.now() + patience; ; ) {
      await target.click({ timeout: 3000 }).catch(() => undefined);
      if (await appears(shown, 10_000)) return;
      assert.ok(Date.now() < deadline, `A click on ${target} shows no ${shown}.`);
    }
  }

  /** Clicks a CodeLens of the active editor, by its whole text, until something shows. */
  clickLens(title: string, shown: Locator): Promise<void> {
    return this.clickUntil(
      this.editor.locator('.codelens-decoration').getByText(title, { exact: true }),
      shown,
    );
  }

  /** Chooses in the list of quick fixes, which a list that is still being made, and one that changes, both close. */
  async chooseFix(entry: string): Promise<void> {
    const item = this.page.locator('.action-widget').getByText(entry).first();
    for (const deadline = Date.now() + patience; ; ) {
      await this.page.keyboard.press('ControlOrMeta+.');
      if ((await appears(item, 10_000)) && (await leaves(item, () => item.click({ timeout: 3000 })))) return;
      assert.ok(Date.now() < deadline, `No fix is called ${entry}.`);
      await this.page.keyboard.press('Escape');
    }
  }

  // --- webviews

  /** The document of the webview in view (the last one when there are several). */
  get webview(): FrameLocator {
    return this.page.locator('iframe.webview:visible').last().contentFrame().frameLocator('#active-frame');
  }
}

async function appears(target: Locator, timeout = 2000): Promise<boolean> {
  return target.waitFor({ timeout }).then(
    () => true,
    () => false,
  );
}

/** @returns whether the action was done and the target went away by it */
async function leaves(target: Locator, action: () => Promise<void>): Promise<boolean> {
  return action()
    .then(() => target.waitFor({ state: 'hidden', timeout: 2000 }))
    .then(
      () => true,
      () => false,
    );
}

/** VS Code renders spaces as no-break spaces and sets icons in private characters. */
function plain(text: string | null): string {
  return (text ?? '')
    .replace(/[\u00a0\u200b]/g, (space) => (space === '\u00a0' ? ' ' : ''))
    .replace(/[\ue000-\uf8ff]/g, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
