import DOMPurify from 'dompurify';
import { markdownHtml, showsNothing } from './markdownHtml';

/** The second lock on the door: what is not in these lists is not made, whatever marked writes. */
const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'ul', 'ol', 'li', 'pre', 'code', 'blockquote', 'em', 'strong', 'del', 'a', 'br', 'hr'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'class'],
  ALLOWED_URI_REGEXP: /^https:\/\//i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const;

/**
 * Markdown as nodes: no script, style, image or form, links to https only.
 * @returns undefined when they would show nothing of the text
 */
export function renderMarkdown(text: string): DocumentFragment | undefined {
  const html = markdownHtml(text);
  if (showsNothing(html)) return undefined;
  const nodes = DOMPurify.sanitize(html, {
    ...allowed,
    ALLOWED_TAGS: [...allowed.ALLOWED_TAGS],
    ALLOWED_ATTR: [...allowed.ALLOWED_ATTR],
  });
  for (const block of nodes.querySelectorAll('p, li, td, th, pre, blockquote'))
    block.setAttribute('dir', 'auto');
  return nodes;
}
