import { html, type TemplateResult } from 'lit';

/** Controls, halves of pairs, marks without width, overrides of the writing direction: text that nobody sees. */
const unseen =
  /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b-\u200d\u2060-\u2064\ufeff\ufff9-\ufffb]/gu;

/** Text as it is, with a mark for each character that could not be seen. */
export function visibleText(text: string): readonly (string | TemplateResult)[] {
  const shown: (string | TemplateResult)[] = [];
  let from = 0;
  for (const { 0: character, index } of text.matchAll(unseen)) {
    if (isJoiner(text, index)) continue;
    if (index > from) shown.push(text.slice(from, index));
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    shown.push(html`<span dir="auto" class="unseen">U+${code}</span>`);
    from = index + character.length;
  }
  shown.push(text.slice(from));
  return shown;
}

/** Between letters of Indic scripts and in emoji it belongs to what is seen. */
function isJoiner(text: string, at: number): boolean {
  return /[\u200c\u200d]/.test(text[at] ?? '') && /[^\s!-~]$/u.test(text.slice(Math.max(0, at - 2), at));
}
