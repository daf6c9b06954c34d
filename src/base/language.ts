// The language of this thread and of those that it starts.
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { type Language, speakHere } from './spokenLanguage';

const OF_THREADS = 'language of texts';

/** From now on, in this thread and all that start later. */
export function speak(language: Language): void {
  setEnvironmentData(OF_THREADS, { ...language });
  speakHere(language);
}

/** What the thread that started this one speaks. */
export function speakAsStarter(): void {
  const language = getEnvironmentData(OF_THREADS);
  if (isLanguage(language)) speakHere(language);
}

function isLanguage(data: unknown): data is Language {
  return typeof data === 'object' && data !== null && 'locale' in data;
}
