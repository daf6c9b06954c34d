import { isolated } from '../../base/isolated';
import { escapeMarkdown } from '../../dataset/reading/conversationMarkdown';

// What comes from a service is text, never Markdown of ours: links, pictures and lines in it stay letters.

/** Within a line. */
export function plain(text: string): string {
  return escapeMarkdown(isolated(text.replace(/\s+/g, ' ')));
}

/** As code. Markdown ends a line at `\r`, too, and a table's row with it. */
export function code(text: string): string {
  return text === '' ? '' : `\`${shortened(text).replace(/[`|\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}\``;
}

/** A tooltip is narrow; the whole name can be copied. */
function shortened(text: string): string {
  const parts = text.split('/');
  if (text.length <= 44 || parts.length < 3) return text;
  return `…/${parts.slice(text.startsWith('gs://') ? -1 : -2).join('/')}`;
}
