import type { Browser, Page } from 'playwright-core';

export function launchBrowser(): Promise<{ browser: Browser; page: Page }>;
