import { type Spacing, stringifyText } from '../json/spacing';
import type { JsonValue } from '../json/value';

/** Writes JSON in VS Code's snippet syntax: each empty text becomes a place to type, in their order. */
export class SnippetWriter {
  #stops = 0;

  constructor(private readonly spacing: Spacing) {}

  /** The next place to type. */
  stop(): string {
    this.#stops++;
    return `$${this.#stops}`;
  }

  choice(options: readonly string[]): string {
    this.#stops++;
    const escaped = options.map((option) => escapeSnippet(option).replace(/[,|]/g, '\\$&'));
    return `\${${this.#stops}|${escaped.join(',')}|}`;
  }

  text(text: string): string {
    return text === '' ? `"${this.stop()}"` : escapeSnippet(stringifyText(text, this.spacing));
  }

  value(value: JsonValue): string {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) {
      return `[${value.map((element) => this.value(element)).join(this.spacing.comma)}]`;
    }
    if (typeof value !== 'object' || value === null) return String(value);
    const written = Object.entries(value).map(([key, member]) => this.member(key, this.value(member)));
    return `{${written.join(this.spacing.comma)}}`;
  }

  member(key: string, value: string): string {
    return `${escapeSnippet(stringifyText(key, this.spacing))}${this.spacing.colon}${value}`;
  }
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
