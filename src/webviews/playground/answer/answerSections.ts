// An answer as `editedAnswer` writes it: plain text, or parts under headings such as `## call`.
import type { Answer } from '../../../workbench/playground/protocol/playgroundState.protocol';

type Call = NonNullable<Answer['calls']>[number];

export type AnswerSection =
  | ({ readonly kind: 'call' } & Pick<Call, 'name' | 'args'>)
  /** Also a part of another kind, with its heading. */
  | { readonly kind: 'text'; readonly text: string };

/** The parts of an answer that calls functions; undefined: it calls none that can be read. */
export function callSections(written: string): readonly AnswerSection[] | undefined {
  const sections = written.split(/^(?=## (?:text|thought|call|result|file|data|other)\b)/m).map(readSection);
  return sections.some(({ kind }) => kind === 'call') ? sections : undefined;
}

function readSection(section: string): AnswerSection {
  const [, kind, body = ''] = /^## (text|call)[^\n]*\n(.*)$/s.exec(section) ?? [];
  if (kind === 'text') return { kind, text: body.trim() };
  const call = kind === 'call' ? readJson(body) : undefined;
  return call ? { kind: 'call', ...call } : { kind: 'text', text: section.trim() };
}

function readJson(text: string): Pick<Call, 'name' | 'args'> | undefined {
  try {
    const { name, args = {} } = JSON.parse(text) as Partial<Call>;
    return typeof name === 'string' ? { name, args } : undefined;
  } catch {
    return undefined;
  }
}
