// A headless Chromium that shows a workbench.
import { chromium } from 'playwright-core';
import { StepFailed } from '../../scripts/steps.mjs';
import { findChromium } from '../../scripts/systemPackages.mjs';

/** Launches it with one page of 1400 × 900 pixels. @throws StepFailed when there is no Chromium */
export async function launchBrowser() {
  const executablePath = findChromium();
  if (!executablePath)
    throw new StepFailed('No Chromium on this machine: `npm test` says how to install one.');
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // as root, Chromium starts only without it; it sees nothing but our own server
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  });
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  return { browser, page };
}
