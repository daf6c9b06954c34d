import { Marked } from 'marked';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function asText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** HTML is text here, and so is what would be fetched from elsewhere. */
const marked = new Marked({
  gfm: true,
  async: false,
  renderer: {
    html: ({ text }) => asText(text),
    image: ({ raw }) => asText(raw),
    checkbox: ({ checked }) => (checked ? '☑ ' : '☐ '),
    heading({ tokens }) {
      // Not a heading of the page: an answer has no say in its outline.
      return `<p class="heading">${this.parser.parseInline(tokens)}</p>`;
    },
    link({ href, raw, tokens }) {
      if (!/^https:\/\//i.test(href)) return asText(raw);
      return `<a href="${asText(href)}">${this.parser.parseInline(tokens)}</a>`;
    },
  },
});

/** Markdown as HTML that is not to be trusted yet: see `renderMarkdown`. */
export function markdownHtml(text: string): string {
  return (marked.parse(text) as string).trim();
}

/** Whether nothing of the text is left to read: of an answer that is a mark of Markdown, such as "-". */
export function showsNothing(html: string): boolean {
  return !/<hr\b/.test(html) && html.replaceAll(/<[^<>]*>/g, '').trim() === '';
}
