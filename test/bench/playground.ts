import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { end, type ScriptedModels, startScriptedModels } from '../e2e/scriptedModels';
import { openWorkbench, type Workbench } from '../e2e/workbench';
import { longestTask } from './longestTask';
import { type Measurement, medians } from './measure';

/** Milliseconds that a model thinks before its first words; hosted ones take about this at their quickest. */
const FIRST_WORDS = 300;
const ROUNDS = 15;
const CHUNKS = 10_000;

/** The playground in the real workbench, in Chromium: what it adds to a stream, and how busy a long one keeps it. */
export async function measurePlayground(): Promise<Measurement[]> {
  const models = await startScriptedModels();
  try {
    const workbench = await openWorkbench({ settings: models.settings });
    try {
      const frame = await openPlayground(workbench);
      return [
        await measureFirstWords(models, workbench, frame, FIRST_WORDS),
        await measureFirstWords(models, workbench, frame, 0),
        await measureLongestTask(models, workbench, frame),
      ];
    } finally {
      await workbench.dispose();
    }
  } finally {
    await models.stop();
  }
}

async function openPlayground(workbench: Workbench): Promise<Frame> {
  await workbench.runCommand('Tunewright: Open in Playground');
  await workbench.choose('Gemini 2.5 Flash');
  await prompt(workbench).waitFor();
  const frame = await (await workbench.webview.locator('#root').elementHandle())?.ownerFrame();
  if (!frame) throw new Error('The playground is in no frame.');
  await frame.evaluate(watchFirstWords);
  return frame;
}

const prompt = (workbench: Workbench) => workbench.webview.getByLabel('Prompt', { exact: true });

async function measureFirstWords(
  models: ScriptedModels,
  workbench: Workbench,
  frame: Frame,
  wait: number,
): Promise<Measurement> {
  models.answer = () => [wait, 'first words', end()];
  const { panel, bare } = await medians(
    { panel: () => panelOnce(workbench, frame), bare: () => fetchOnce(models) },
    ROUNDS,
    2,
  );
  const detail = `${panel.toFixed(1)} ms from the key to the painted text, against ${bare.toFixed(1)} ms for a bare fetch`;
  return wait === 0
    ? {
        name: 'playground: time to first words, model answers at once',
        value: panel / bare,
        unit: '×',
        detail,
      }
    : {
        name: `playground: time to first words, model takes ${wait} ms`,
        value: panel / bare,
        unit: '×',
        goal: { atMost: 1.2 },
        detail,
      };
}

/** From the key that sends to the frame that shows the first words. */
async function panelOnce(workbench: Workbench, frame: Frame): Promise<number> {
  await startAnew(workbench);
  await prompt(workbench).fill('Say something');
  await frame.evaluate('window.firstWords = undefined');
  await prompt(workbench).press('Enter');
  await workbench.webview.locator('.done').waitFor();
  const time = await firstWordsShown(frame);
  await sleep(50); // the page has come to rest
  return time;
}

async function startAnew(workbench: Workbench): Promise<void> {
  const button = workbench.webview.getByRole('button', { name: 'New', exact: true });
  if (!(await button.isEnabled())) return;
  await button.click();
  await workbench.webview.locator('article').first().waitFor({ state: 'detached' });
}

/** Asked again and again from outside: the page's own policy forbids it to evaluate anything. */
async function firstWordsShown(frame: Frame): Promise<number> {
  for (const deadline = performance.now() + 20_000; performance.now() < deadline; await sleep(10)) {
    const time = await frame.evaluate('window.firstWords');
    if (typeof time === 'number') return time;
  }
  throw new Error('The first words were not seen.');
}

/** Runs in the page. Painted: a task after the next frame was made. */
const watchFirstWords = `(() => {
  let sent;
  addEventListener('keydown', ({ key }) => { if (key === 'Enter') sent = performance.now(); }, true);
  new MutationObserver(() => {
    if (sent === undefined || !document.querySelector('answer-text')?.textContent) return;
    const from = sent;
    sent = undefined;
    requestAnimationFrame(() => setTimeout(() => { window.firstWords = performance.now() - from; }));
  }).observe(document.querySelector('#root'), { subtree: true, childList: true, characterData: true });
})()`;

/** The same request, read by nothing but fetch, until text has come. */
async function fetchOnce({ url, sandbox }: ScriptedModels): Promise<number> {
  const authorization = `Bearer ${await sandbox.token()}`;
  const start = performance.now();
  const reply = await fetch(`${url}/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Say something' }] }] }),
  });
  const decoder = new TextDecoder();
  let text = '';
  let first: number | undefined;
  for await (const bytes of reply.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes('first words')) first ??= performance.now() - start;
  }
  if (first === undefined) throw new Error(`No words came: ${text}`);
  return first;
}

/** By Chromium's own trace: the longest task on the main thread of any page while the stream is shown. */
async function measureLongestTask(
  models: ScriptedModels,
  workbench: Workbench,
  frame: Frame,
): Promise<Measurement> {
  models.answer = () => longAnswer();
  await startAnew(workbench);
  await prompt(workbench).fill('Say very much');
  const { milliseconds, tasks, seconds } = await longestTask(workbench.page, async () => {
    await prompt(workbench).press('Enter');
    await workbench.webview.locator('.done').waitFor({ timeout: 120_000 });
  });
  const shown = await frame.evaluate(`document.querySelector('answer-text').textContent.length`);
  return {
    name: `playground: longest task while ${CHUNKS} chunks stream in`,
    value: milliseconds,
    unit: 'ms',
    goal: { atMost: 100 },
    detail: `${tasks} tasks of Chromium's trace in ${seconds.toFixed(1)} s, ${shown} characters shown`,
  };
}

/** Markdown of every kind, in pieces as models send them. */
function* longAnswer(): Generator<string> {
  const section = `## A heading\n\nSome words in a paragraph, with **bold** ones, \`code\` and [a link](https://example.com).\n\n1. first\n2. second\n\n\`\`\`js\nfor (const word of words) {\n  say(word);\n}\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`;
  const pieces = section.match(/\s*\S+\s*/g) ?? [];
  for (let i = 0; i < CHUNKS; i++) yield pieces[i % pieces.length] ?? '';
}
