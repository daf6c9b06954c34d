import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { axeViolations } from './axe';
import { png } from './pictureFiles';
import { end, type ScriptedModels, startScriptedModels } from './scriptedModels';
import { openWorkbench, patience, type Workbench } from './workbench';

/** What would run, load or restyle something if it were taken for HTML. */
const payloads = [
  '<img src=x onerror="window.harm=1">',
  '<script>window.harm=1</script>',
  '<svg/onload="window.harm=1">',
  '<a href="javascript:window.harm=1">here</a>',
  '[link](javascript:window.harm=1)',
  '[data](data:text/html,<script>window.harm=1</script>)',
  '![picture](https://example.invalid/p.png)',
  '<iframe srcdoc="<script>parent.harm=1</script>"></iframe>',
  '<style>*{display:none}</style>',
  '<details open ontoggle="window.harm=1">d</details>',
  '<math><mtext><table><mglyph><style><img src=x onerror="window.harm=1">',
  '"><b onmouseover=window.harm=1>bold</b>',
  '#{window.harm=1}{{window.harm=1}}',
];
const evilName = '<img src=x onerror=window.harm=1>';

describe('the playground', () => {
  let models: ScriptedModels;
  let workbench: Workbench;
  const remote: string[] = [];

  before(async () => {
    models = await startScriptedModels();
    await models.tune('counter', 'counter');
    await models.tune('evil', evilName);
    workbench = await openWorkbench({ settings: models.settings, confidential: ['window.harm', 'for ever'] });
    workbench.page.on('request', (request) => {
      if (request.url().includes('example.invalid')) remote.push(request.url());
    });
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await models?.stop();
  });

  const page = () => workbench.webview;
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const columns = () => page().locator('.columns').last().locator('article.answer');

  /** The window has taken up its new size. */
  async function untilNarrow(): Promise<void> {
    const width = () =>
      page()
        .locator('body')
        .evaluate((body) => body.clientWidth);
    for (let turn = 0; turn < 100 && (await width()) > 420; turn++) await workbench.page.waitForTimeout(50);
  }
  async function open(name: string): Promise<void> {
    await workbench.runCommand('Tunewright: Open in Playground');
    await workbench.choose(name);
    await page().locator('h1').getByText(name).waitFor();
  }
  async function ask(text: string): Promise<void> {
    await page().getByLabel('Prompt', { exact: true }).fill(text);
    await workbench.page.keyboard.press('Enter');
    await page().locator('.prompt').last().getByText(text.slice(0, 20)).waitFor();
  }
  async function answered(count = 1): Promise<void> {
    await page()
      .locator('.columns')
      .last()
      .locator('.done')
      .nth(count - 1)
      .waitFor();
  }
  /** What the page has made of what it was given. */
  function made() {
    return page()
      .locator('body')
      .evaluate((body) => ({
        harm: body.ownerDocument.defaultView !== null && 'harm' in body.ownerDocument.defaultView,
        elements: [
          ...body.querySelectorAll(
            '#root :is(img, script, iframe, svg:not(button > .icon > *), style, object, embed, form, math, video, audio), article details',
          ),
          ...body.querySelectorAll(
            '#root :is([onerror], [onload], [onmouseover], [ontoggle], [style], a:not([href^="https://"]))',
          ),
        ].map(({ outerHTML }) => outerHTML),
        prompt: body.querySelector('article.prompt p')?.textContent ?? '',
        answer: body.querySelector('answer-text')?.textContent ?? '',
        expected: body.querySelector('.expected')?.textContent ?? '',
        names: [...body.querySelectorAll('h1, h2')].map((heading) => heading.textContent),
      }));
  }

  it('has the focus on the prompt when it opens, and keeps what is written when another model is opened', async () => {
    await open('Gemini 2.5 Flash');
    await until(() => page().locator('vscode-textarea:focus').count(), 1);
    await workbench.page.keyboard.type('half a prompt');
    await workbench.page.waitForTimeout(1000); // the page tells the draft after a pause
    await open('counter');
    const prompt = page().getByLabel('Prompt', { exact: true });
    await prompt.waitFor();
    assert.equal(await prompt.inputValue(), 'half a prompt');
    await until(() => page().locator('vscode-textarea:focus').count(), 1);
    await workbench.screenshot('playground-kept-draft');
    models.answer = () => ['שלום עולם! (Gemini 2.5)', end('STOP')];
    await ask('مرحبا بالعالم، ما هو Gemini؟');
    await page().getByText('שלום').waitFor();
    await prompt.fill('اكتب لي قصة عن VS Code');
    const direction = (locator: Locator) =>
      locator.evaluate((element) => element.ownerDocument.defaultView?.getComputedStyle(element).direction);
    for (const text of [prompt, page().locator('.prompt p'), page().locator('answer-text p')])
      assert.equal(await direction(text.last()), 'rtl');
    assert.equal(await direction(page().locator('h1')), 'ltr');
    await workbench.screenshot('playground-right-to-left');
    await workbench.useTheme('Default High Contrast');
    await workbench.screenshot('playground-right-to-left-high-contrast');
    await workbench.useTheme('Light Modern');
    await workbench.runCommand('View: Close All Editors');
  });

  async function until<T>(read: () => Promise<T>, expected: T): Promise<void> {
    for (let turn = 0; turn < 200 && (await read()) !== expected; turn++)
      await workbench.page.waitForTimeout(50);
    assert.equal(await read(), expected);
  }

  it('sends by keyboard, streams at once, stops by Escape and answers again', async () => {
    await open('Gemini 2.5 Flash');
    models.answer = () => ['first words ', 60_000, 'never'];
    await ask('Count for ever');
    await page().getByText('first words').waitFor();
    await workbench.page.keyboard.press('Escape');
    await page().getByText('Stopped', { exact: true }).first().waitFor();
    models.answer = () => ['**again**', end('MAX_TOKENS')];
    await button('Regenerate: Gemini 2.5 Flash').focus();
    await workbench.page.keyboard.press('Enter');
    await page().locator('answer-text strong').getByText('again').waitFor();
    await page().getByText('Stopped at the output token limit').waitFor();
    await page().getByText('Input tokens: 3 · output tokens: 5 · thinking tokens: 7').waitFor();
  });

  it('says in place why there is no answer, and tries again', async () => {
    models.answer = () => ({
      status: 503,
      error: { code: 503, status: 'UNAVAILABLE', message: 'The model is overloaded.' },
    });
    await ask('Is anybody there?');
    await page()
      .getByRole('alert')
      .filter({ hasText: /busy|overloaded|again/ })
      .waitFor();
    await workbench.screenshot('playground-failed');
    models.answer = () => [
      {
        promptFeedback: {
          blockReason: 'SAFETY',
          safetyRatings: [{ category: 'HARM_CATEGORY_HARASSMENT', probability: 'HIGH', blocked: true }],
        },
      },
    ];
    await button('Try Again').click();
    await page().getByText('The service blocked the prompt.').waitFor();
    await page().getByText('harassment high (blocked)').waitFor();
  });

  it('says a prompt again in other words, without what came after', async () => {
    models.answer = ({ text }) => [`You said: ${text}`];
    await ask('a second prompt');
    await answered();
    await page().locator('.prompt').nth(1).getByRole('button', { name: 'Edit' }).click();
    await page().locator('.editing').getByLabel('Prompt').fill('in other words');
    await workbench.page.keyboard.press('Enter');
    await page().getByText('You said: in other words').waitFor();
    assert.equal(await page().locator('.prompt').count(), 2);
    const { contents } = models.prompted.at(-1)?.body ?? assert.fail('nothing was asked');
    assert.deepEqual(
      contents.map(({ role, parts }) => [role, parts[0]?.text]),
      [
        ['user', 'Count for ever'],
        ['model', '**again**'],
        ['user', 'in other words'],
      ],
    );
  });

  it('compares side by side: same prompt, same settings, streams that end apart, a vote', async () => {
    await button('Compare With…').click();
    await workbench.choose('counter');
    await page().locator('h1').getByText('counter', { exact: true }).waitFor();
    await page().locator('summary').getByText('Parameters').focus();
    await workbench.page.keyboard.press('Enter');
    await page().getByLabel('Temperature').fill('0.3');
    await workbench.page.keyboard.press('Tab');
    models.prompted.length = 0;
    models.answer = ({ model }) =>
      model.startsWith('tunedModels')
        ? ['slow ', 60_000, 'never']
        : [
            '# Markdown\n\n1. one\n2. **two**\n\n```js\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[docs](https://example.com)',
          ];
    await ask('the same to both');
    await page().locator('answer-text table').waitFor();
    await columns().nth(1).getByText('slow').waitFor();
    await button('Stop: counter').click();
    await columns().nth(1).getByText('Stopped').waitFor();
    await answered();
    assert.deepEqual(
      models.prompted.map(({ text, body }) => [text, body.generationConfig?.temperature]),
      [
        ['the same to both', 0.3],
        ['the same to both', 0.3],
      ],
    );
    await button('Better: Gemini 2.5 Flash').last().click();
    await page().getByRole('button', { name: 'Better: Gemini 2.5 Flash', pressed: true }).waitFor();
    for (const [theme, name] of [
      ['Light Modern', 'light'],
      ['Dark Modern', 'dark'],
      ['Default High Contrast', 'high-contrast'],
    ] as const) {
      await workbench.useTheme(theme);
      await workbench.screenshot(`playground-compare-${name}`);
      assert.deepEqual(await axeViolations(page().locator('#root')), [], `axe in ${theme}`);
    }
    await workbench.useTheme('Light Modern');
  });

  it('says at once what is wrong with a schema, and asks nothing with it', async () => {
    const schema = page().getByLabel('Response JSON Schema');
    await schema.fill('{"type": "strin"}');
    await workbench.page.keyboard.press('Tab');
    await page().getByRole('alert').filter({ hasText: "The JSON Schema can't be used" }).waitFor();
    await schema.fill('{"type"');
    await workbench.page.keyboard.press('Tab');
    await page().getByRole('alert').filter({ hasText: "isn't valid JSON" }).waitFor();
    models.prompted.length = 0;
    models.answer = () => ['has no JSON mode'];
    await ask('with a schema that is none');
    await columns().getByRole('alert').filter({ hasText: "isn't valid JSON" }).first().waitFor();
    await columns().nth(1).locator('.done').waitFor();
    assert.deepEqual(
      models.prompted.map(({ model }) => model),
      ['tunedModels/counter'],
    );
    await schema.fill('');
    await workbench.page.keyboard.press('Tab');
  });

  it('can be walked through by keyboard, every control of it', async () => {
    const frame = await (await page().locator('#root').elementHandle())?.ownerFrame();
    const controls = (await frame?.evaluate(`(() => {
      const inner = (one) => one.shadowRoot?.querySelector('textarea, input') ?? one;
      const all = document.querySelectorAll(
        '#root :is(button, summary, select, a, vscode-button, vscode-textarea, vscode-textfield, .log)',
      );
      const visible = [...all].filter((one) => one.checkVisibility() && !one.disabled);
      window.controls = visible.map(inner);
      window.visited = new Set();
      window.addEventListener('focus', (event) => window.visited.add(event.composedPath()[0]), true);
      visible[0].focus();
      return visible.length;
    })()`)) as number;
    assert.ok(controls > 20, `${controls} controls`);
    for (let step = 1; step < controls + 5; step++) await workbench.page.keyboard.press('Tab');
    const missed = await frame?.evaluate(
      'window.controls.filter((one) => !window.visited.has(one)).map((one) => one.outerHTML.slice(0, 120))',
    );
    assert.deepEqual(missed, []);
  });

  it('has room in 400 pixels: columns stand below each other, nothing is cut off', async () => {
    await workbench.page.setViewportSize({ width: 448, height: 800 });
    await workbench.runCommand('View: Close Primary Side Bar');
    await untilNarrow();
    const layout = await page()
      .locator('body')
      .evaluate((body) => ({
        width: body.clientWidth,
        needed: body.ownerDocument.documentElement.scrollWidth,
        left: [...body.querySelectorAll('.columns:last-of-type article')].map(
          (one) => one.getBoundingClientRect().left,
        ),
      }));
    await workbench.screenshot('playground-400');
    assert.ok(layout.width <= 420, `${layout.width} pixels wide`);
    assert.ok(layout.needed <= layout.width, `needs ${layout.needed} of ${layout.width} pixels`);
    assert.equal(new Set(layout.left).size, 1);
    // What the head offers are icons alone here, which keep their names.
    assert.ok(await button('History').locator('svg').isVisible());
    assert.ok(await button('History').getByText('History').isHidden());
    await workbench.page.setViewportSize({ width: 1400, height: 900 });
  });

  it('takes a pasted picture along', async () => {
    await button('Stop comparing with counter').click();
    models.answer = () => ['seen'];
    const dot = png(24, [90, 50, 20]).toString('base64');
    /** Waits until the page has decoded it. */
    const shownPicture = async (selector: string) => {
      const picture = page().locator(selector).last();
      await picture.waitFor();
      assert.ok(await picture.evaluate((img) => 'naturalWidth' in img && Number(img.naturalWidth) > 0));
    };
    const frame = await (await page().locator('#root').elementHandle())?.ownerFrame();
    await frame?.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      const bytes = Uint8Array.from(atob('${dot}'), (one) => one.charCodeAt(0));
      clipboardData.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
      document
        .querySelector('.composer vscode-textarea')
        .dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
    await page().locator('footer .attachments').getByText('dot.png').waitFor();
    await shownPicture('footer .attachments img');
    await ask('What is in the picture?');
    await answered();
    assert.deepEqual(models.prompted.at(-1)?.body.contents.at(-1)?.parts, [
      { inlineData: { mimeType: 'image/png', data: dot } },
      { text: 'What is in the picture?' },
    ]);
    await shownPicture('article.prompt .attachments img');
  });

  it('comes back whole after a reload of the window', async () => {
    const said = () => page().locator('article').allInnerTexts();
    const written = (where: string) => page().locator(where).getByLabel('Prompt', { exact: true });
    await written('.composer').fill('not sent yet');
    await button('Edit').first().click();
    await written('.editing').fill('in other words');
    const before = await said();
    await workbench.reload();
    await page().locator('article').first().waitFor();
    assert.deepEqual(await said(), before);
    assert.equal(await written('.composer').inputValue(), 'not sent yet');
    assert.equal(await written('.editing').inputValue(), 'in other words');
    await written('.editing').press('Escape');
  });

  it('finds a past conversation by what was said in it, opens it again and deletes it', async () => {
    await workbench.runCommand('Tunewright: Show Playground History…');
    await workbench.quickInput.fill('a second prompt');
    await workbench.screenshot('playground-history');
    await workbench.choose('Count for ever');
    await page().getByText('You said: a second prompt').waitFor();
    await workbench.runCommand('Tunewright: Show Playground History…');
    await workbench.quickInput.fill('a second prompt');
    await workbench.quickPickItem('Count for ever').hover();
    await workbench.page
      .locator('.quick-input-widget .monaco-list-row')
      .getByRole('button', { name: 'Delete' })
      .first()
      .click();
    await workbench.quickPickItem('No matching conversations').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('shows HTML and scripts as text, whoever wrote them', async () => {
    await open(evilName);
    const all = payloads.join('\n\n');
    models.answer = () => all.match(/[\s\S]{1,7}/g) ?? [];
    await page().locator('summary').getByText('System instruction').click();
    await page()
      .getByLabel('System instruction')
      .fill(payloads[0] ?? '');
    await ask(all);
    await answered();
    const found = await made();
    assert.deepEqual(found.elements, []);
    assert.equal(found.harm, false);
    assert.ok(found.names.includes(evilName), found.names.join());
    for (const payload of payloads) {
      assert.ok(found.prompt.includes(payload), `prompt: ${payload}`);
      assert.ok(found.answer.includes(payload), `answer: ${payload}\n${found.answer}`);
    }
    await button('Raw').click();
    const raw = () => page().locator('answer-text').last().textContent();
    for (
      const deadline = Date.now() + patience;
      (await raw()) !== all;
      await workbench.page.waitForTimeout(50)
    )
      if (Date.now() > deadline) assert.equal(await raw(), all);
    assert.deepEqual(remote, []);
    await workbench.screenshot('playground-injection');
  });

  it('shows the HTML and scripts of a dataset as text', async () => {
    const all = payloads.join('\n\n');
    const turn = (role: string) => ({ role, parts: [{ text: all }] });
    const contents = ['user', 'model', 'user', 'model'].map(turn);
    const line = JSON.stringify({ systemInstruction: turn('system'), contents });
    await writeFile(path.join(workbench.folder, 'evil.jsonl'), `${line}\n`);
    await workbench.openFile('evil.jsonl');
    await workbench.runCommand('Tunewright: Try in Playground');
    await workbench.choose('Gemini 2.5 Flash');
    models.answer = () => [all];
    await button('Send').click();
    await answered();
    const found = await made();
    assert.deepEqual(found.elements, []);
    assert.equal(found.harm, false);
    for (const payload of payloads) {
      assert.ok(found.prompt.includes(payload), `prompt: ${payload}`);
      assert.ok(found.answer.includes(payload), `answer: ${payload}`);
      assert.ok(found.expected.includes(payload), `expected: ${payload}\n${found.expected}`);
    }
    assert.deepEqual(remote, []);
  });

  it('allows no inline script or style and nothing from other hosts', async () => {
    const policy = await page().locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.ok(policy);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*(?!\.vscode)|(?<!img-src [^;]*)data:|http:/);
    assert.match(policy, /default-src 'none'/);
  });
});
