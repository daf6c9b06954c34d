// The language that texts are in: English, unless who starts the code says otherwise.
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import * as l10n from '@vscode/l10n';
import { writeIn } from './numbers';

export interface Language {
  /** As BCP 47 has it: "it", "pt-BR". */
  readonly locale: string;
  /** By their English text, as `vscode.l10n.bundle` has them; absent for English, and for a language that nobody has translated them to. */
  readonly texts?: Record<string, string>;
}

const OF_THREADS = 'language of texts';

/** From now on, in this thread and all that start later. To be called before code with texts is loaded: some are constants. */
export function speak(language: Language): void {
  setEnvironmentData(OF_THREADS, { ...language });
  use(language);
}

/** What the thread that started this one speaks. */
export function speakAsStarter(): void {
  const language = getEnvironmentData(OF_THREADS);
  if (isLanguage(language)) use(language);
}

function use({ locale, texts }: Language): void {
  writeIn(locale, texts ? locale : 'en-US');
  if (texts) l10n.config({ contents: texts });
}

function isLanguage(data: unknown): data is Language {
  return typeof data === 'object' && data !== null && 'locale' in data;
}
