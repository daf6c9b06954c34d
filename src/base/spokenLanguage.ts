// The language that texts are in: English, unless who starts the code says otherwise.
import * as l10n from '@vscode/l10n';
import { writeIn } from './numbers';

export interface Language {
  /** As BCP 47 has it: "it", "pt-BR". */
  readonly locale: string;
  /** By their English text, as `vscode.l10n.bundle` has them; absent for English, and for a language that nobody has translated them to. */
  readonly texts?: Record<string, string>;
}

/** To be called before code with texts is loaded: some are constants. */
export function speakHere({ locale, texts }: Language): void {
  writeIn(locale, texts ? locale : 'en-US');
  if (texts) l10n.config({ contents: texts });
}
