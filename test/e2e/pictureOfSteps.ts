// The picture that the README begins with: what the loop test has seen, step by step.
import type { Page } from 'playwright-core';

/** A step of the loop, as a part of the window shows it. */
export interface Step {
  /** What a user does. */
  readonly title: string;
  readonly png: Buffer;
}

/** Pixels of a whole row: about what the README's page is wide, so that texts can be read. */
const width = 1040;

/** The first step takes a row of its own, the others share rows in pairs. Made by a page that closes again. */
export async function pictureOfSteps(window: Page, steps: readonly Step[], path: string): Promise<void> {
  const page = await window.context().newPage();
  await page.setViewportSize({ width, height: 400 });
  await page.setContent(`<style>
    body { margin: 0; background: #fff; color: #1f1f1f; font: 600 17px system-ui, sans-serif }
    main { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; padding: 4px }
    figure { margin: 0; display: flex; flex-direction: column; gap: 8px }
    figure:first-child { grid-column: 1 / -1 }
    img { display: block; width: 100%; box-sizing: border-box; border: 1px solid #ccc; border-radius: 8px }
  </style><main>${steps.map(({ title, png }, at) => figure(`${at + 1}. ${title}`, png)).join('')}</main>`);
  await page.locator('main').screenshot({ path });
  await page.close();
}

function figure(title: string, png: Buffer): string {
  return `<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`;
}
