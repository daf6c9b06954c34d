import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';
import { ticketLines, tuneTickets } from '../contract/ticketModel';
import { tickets } from '../unit/learner/tickets';
import { axeViolations } from './axe';
import { endOf, startJob } from './sandboxJobs';
import { openWorkbench, patience, type Theme, type Workbench } from './workbench';

/** Clicks and keys that each deed may take, its confirmation included. */
const most = { tune: 3, relaunch: 4, cancel: 3, continue: 5, compare: 4, evaluate: 7, convert: 2 };

describe('in a window with several jobs', () => {
  let workbench: Workbench;
  let sandbox: RunningSandbox;
  let scratch: string;

  before(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), 'tunewright-walks-'));
    const dataDir = path.join(scratch, 'sandbox');
    const files = path.join(scratch, 'files');
    await mkdir(files);
    await writeFile(path.join(files, 'tickets.jsonl'), vertexLines(5000));
    await writeFile(path.join(files, 'held-out.jsonl'), ticketLines(20, 2));
    await writeFile(path.join(files, 'chat.jsonl'), chatLines);
    await writeFile(path.join(files, 'support.jsonl'), supportLines);
    sandbox = await startSandbox({ dataDir });
    const [first] = await Promise.all([
      startJob(sandbox, 'first', { examples: 10, validation: 2 }),
      startJob(sandbox, 'second', { examples: 20, validation: 2 }),
      tuneTickets(sandbox),
    ]);
    await endOf(sandbox, first);
    workbench = await openWorkbench({
      files,
      settings: {
        'tunewright.connection': 'sandbox',
        'tunewright.sandbox.folder': dataDir,
        'editor.minimap.enabled': false,
      },
    });
    await workbench.showContainer('Tunewright');
  });
  afterEach(function () {
    return workbench?.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await sandbox?.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  let deeds = 0;
  beforeEach(() => {
    deeds = 0;
  });
  const click = async (target: Locator, options?: Parameters<Locator['click']>[0]) => {
    await target.waitFor();
    deeds += 1;
    await target.click(options);
  };
  /** @param shown what the key is for: a key that is pressed too early is lost, to a person too */
  const press = async (key: string, shown: Locator) => {
    await shown.waitFor();
    deeds += 1;
    await workbench.page.keyboard.press(key);
  };
  const inMenu = async (row: Locator, entry: string) => {
    deeds += 2;
    await workbench.chooseInContextMenu(row, entry);
  };
  const confirm = async (button: string) => {
    deeds += 1;
    return workbench.answerDialog(button);
  };
  const took = (deed: keyof typeof most) => {
    console.log(`        ${deed}: ${deeds} clicks and keys`);
    assert.ok(deeds <= most[deed], `${deed} took ${deeds} clicks and keys`);
  };

  describe('an engineer with 5,000 examples', () => {
    it('tunes', async () => {
      await workbench.openFile('tickets.jsonl');
      await workbench.editor.getByText('5,000 examples').first().waitFor();
      await click(workbench.editor.locator('.codelens-decoration').getByText('Tune Model…', { exact: true }));
      await press('Enter', workbench.quickPickItem('Start Tuning'));
      const said = await confirm('Start Tuning');
      assert.match(said, /5,000 examples/);
      await workbench.treeRow(/^tickets/).waitFor();
      took('tune');
    });

    it('cancels', async () => {
      const row = workbench.treeRow(/^tickets/);
      await inMenu(row, 'Cancel Job');
      await confirm('Cancel Job');
      await row.filter({ hasText: 'cancel' }).waitFor();
      took('cancel');
    });

    it('relaunches', async () => {
      await inMenu(workbench.treeRow('first'), 'Relaunch with Changes…');
      await press('Enter', workbench.quickPickItem('Start Tuning'));
      await confirm('Start Tuning');
      await workbench.treeRow('first 2').waitFor();
      took('relaunch');
    });

    it('continues', async () => {
      await inMenu(workbench.treeRow(/^first\s*ready/), 'Continue Tuning…');
      await workbench.quickInputTitled('Continue Tuning from first');
      await press('Enter', workbench.quickPickItem('first.jsonl'));
      await press('Enter', workbench.quickPickItem('Start Tuning'));
      await confirm('Start Tuning');
      took('continue');
    });

    it('compares', async () => {
      // Rows that change places lose their marks, to a person too.
      for (const name of ['first 2', 'first 3'])
        await workbench.treeRow(name).filter({ hasText: 'ready' }).waitFor();
      await click(workbench.treeRow('second'));
      await click(workbench.treeRow(/^first\s*ready/), { modifiers: ['ControlOrMeta'] });
      await inMenu(workbench.treeRow(/^first\s*ready/), 'Compare Jobs…');
      await workbench.webview.getByRole('rowheader', { name: 'Training loss (best)' }).waitFor();
      took('compare');
    });

    it('evaluates', async () => {
      await inMenu(workbench.treeRow('Tickets'), 'Evaluate Models…');
      await press('Enter', workbench.quickPickItem('held-out.jsonl'));
      await press('Enter', workbench.quickPickItem('Tickets'));
      await press('Enter', workbench.quickPickItem('Accuracy'));
      await press('Enter', workbench.quickPickItem('Continue with these settings'));
      await confirm('Start Evaluation');
      await workbench.webview.getByText('Complete.').waitFor({ timeout: 2 * patience });
      took('evaluate');
    });

    it('converts', async () => {
      await workbench.openFile('chat.jsonl');
      await click(workbench.editor.locator('.codelens-decoration').getByText(/Convert Dataset…$/));
      await press('Enter', workbench.quickPickItem('Gemini API (text_input, output)'));
      await workbench.page.getByText('20 examples were written as Gemini API').first().waitFor();
      took('convert');
    });
  });

  describe('somebody with a keyboard only, high contrast, and texts in German and Arabic', () => {
    const themes: readonly (readonly [Theme, string])[] = [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast Light', 'high-contrast-light'],
      ['Default High Contrast', 'high-contrast'],
    ];
    /** A command from the palette, chosen by the keyboard. */
    const run = async (title: string) => {
      await workbench.page.keyboard.press('F1');
      await workbench.quickInput.fill(`>${title}`);
      await workbench.quickPickItem(title).waitFor();
      await workbench.quickInput.press('Enter');
    };

    before(async () => {
      await workbench.useTheme('Default High Contrast');
    });

    it('mends a line', async () => {
      await workbench.openFile('support.jsonl');
      await workbench.squiggles('error').first().waitFor();
      await workbench.page.keyboard.press('F8');
      await workbench.editor.getByText('text_inptu').first().waitFor();
      await workbench.page.keyboard.press('Escape');
      await workbench.chooseFix('Change to');
      await workbench.squiggles('error').first().waitFor({ state: 'detached' });
      await workbench.page.keyboard.press('ControlOrMeta+s');
      for (const [theme, name] of themes) {
        await workbench.useTheme(theme);
        await workbench.screenshot(`walk-editor-${name}`);
      }
    });

    it('tunes, and prompts the model from its page', async () => {
      await run('Tune Model with Tunewright…');
      await workbench.quickPickItem('Start Tuning').waitFor();
      await workbench.quickInput.press('Enter');
      await workbench.dialog.waitFor();
      await workbench.screenshot('walk-confirmation');
      await workbench.page.keyboard.press('Enter');
      await workbench.treeRow(/^support\s*ready/).waitFor({ timeout: 2 * patience });
      await run('Tunewright: Open Job');
      await workbench.quickPickItem('support').waitFor();
      await workbench.quickInput.fill('support');
      await workbench.quickInput.press('Enter');
      const prompt = workbench.webview.getByRole('button', { name: 'Prompt', exact: true });
      await prompt.waitFor();
      for (let tabs = 0; !(await prompt.evaluate((one) => one.matches(':focus'))); tabs++) {
        assert.ok(tabs < 20, 'Prompt has the focus after 20 tabs.');
        await workbench.page.keyboard.press('Tab');
      }
      await workbench.page.keyboard.press('Enter');
      await workbench.webview.locator('vscode-textarea:focus-within').waitFor();
      await workbench.page.keyboard.type('أين الطرد 3؟');
      await workbench.page.keyboard.press('Enter');
      await workbench.webview.locator('article.answer .facts.done').waitFor();
      await workbench.page.setViewportSize({ width: 448, height: 800 });
      await run('View: Close Primary Side Bar');
      for (const [theme, name] of themes) {
        await workbench.useTheme(theme);
        await workbench.screenshot(`walk-playground-${name}`);
        assert.deepEqual(await axeViolations(workbench.webview.locator('#root')), [], `axe in ${theme}`);
      }
    });
  });
});

function vertexLines(count: number): string {
  return tickets(count, 1)
    .map(({ input, output }) => [
      { role: 'user', parts: [{ text: input }] },
      { role: 'model', parts: [{ text: output }] },
    ])
    .map((contents) => `${JSON.stringify({ contents })}\n`)
    .join('');
}

const chatLines = tickets(20, 3)
  .map(({ input, output }) => [
    { role: 'user', content: input },
    { role: 'assistant', content: output },
  ])
  .map((messages) => `${JSON.stringify({ messages })}\n`)
  .join('');

/** In German and in Arabic, from right to left. In the second one a key is misspelled. */
const supportLines = [
  { text_input: 'Wie ändere ich meine Lieferadresse?', output: 'Unter „Konto“ → „Adressen“.' },
  { text_inptu: 'أين طلبي رقم 4711؟', output: 'طلبك في الطريق، ويصل غدًا.' },
  ...Array.from({ length: 10 }, (_, at) => ({
    text_input: at % 2 === 0 ? `Wo ist Paket ${at}?` : `أين الطرد ${at}؟`,
    output: at % 2 === 0 ? 'Es ist unterwegs.' : 'إنه في الطريق.',
  })),
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');
