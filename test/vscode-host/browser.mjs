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
  await context.addInitScript(keepStill);
  const page = await context.newPage();
  return { browser, page };
}

/**
 * Ends each animation at once: the processor draws every frame, and VS Code turns its icons for as long as a job runs, even
 * where it's told to reduce motion.
 */
function keepStill() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`*, ::before, ::after {
    animation-duration: 1ms !important;
    animation-iteration-count: 1 !important;
    transition-duration: 0s !important;
  }`);
  document.adoptedStyleSheets.push(sheet);
}
