// Languages other than English. The pseudo-language shows which texts are not translated: each letter has an accent, and texts
// are a third longer.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nPseudoLocalized } from '@vscode/l10n-dev';

export const pseudoLanguage = 'qps-ploc';

/** @param extension folder of the installed extension */
export async function addPseudoLanguage(extension: string): Promise<void> {
  for (const [english, file] of [
    ['l10n/bundle.l10n.json', `l10n/bundle.l10n.${pseudoLanguage}.json`],
    ['package.nls.json', `package.nls.${pseudoLanguage}.json`],
  ] as const) {
    const texts = getL10nPseudoLocalized(JSON.parse(await readFile(english, 'utf8')));
    await mkdir(path.dirname(path.join(extension, file)), { recursive: true });
    await writeFile(path.join(extension, file), JSON.stringify(texts));
  }
}

/** @returns the text in that language for an English one, of the code or of package.json; itself when there is none */
export type TextsOf = (english: string) => string;

export async function textsOf(language: 'it' | typeof pseudoLanguage): Promise<TextsOf> {
  if (language === pseudoLanguage) return (english) => String(getL10nPseudoLocalized({ english }).english);
  const read = async (file: string): Promise<Readonly<Record<string, string>>> =>
    JSON.parse(await readFile(file, 'utf8'));
  const ofCode = await read(`l10n/bundle.l10n.${language}.json`);
  const [names, translated] = [await read('package.nls.json'), await read(`package.nls.${language}.json`)];
  const ofManifest = Object.fromEntries(
    Object.entries(names).flatMap(([key, text]) => pairs(text, translated[key] ?? text)),
  );
  const withoutIcon = (text: string) => text.replace(/^\$\([\w~-]+\) /, '');
  const shown = new Map(Object.entries(ofCode).map((texts) => texts.map(withoutIcon) as [string, string]));
  return (english) => shown.get(english) ?? ofManifest[english] ?? english;
}

/** A text and its translation, and the same of each link in them. */
function pairs(text: string, translated: string): readonly (readonly [string, string])[] {
  const links = (of: string) =>
    new Map([...of.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map((link) => [link[2], link[1]]));
  const ofTranslated = links(translated);
  const inText = [...links(text)].map(
    ([target, label]) => [label ?? '', ofTranslated.get(target) ?? ''] as const,
  );
  return [[text, translated], ...inText];
}
