// What secrets and personal data look like. Patterns are anchored on fixed prefixes where there are any, so that
// ordinary prose is not reported. Each reads a text in one go, whatever the text is: no pattern looks over the same run
// of letters again from a later start.
import * as l10n from '@vscode/l10n';
export interface Pattern {
  readonly name: string;
  readonly expression: RegExp;
  /** What the fix writes instead. */
  readonly mask: string;
  /** A further check, such as a check digit. */
  readonly holds?: (found: string) => boolean;
}

const SECRET = '[SECRET]';
export const SHORTEST_SECRET = 20;

/** Each holds a run of at least 20 letters, digits, `_`, `-`, `.`, `+`, `/` or `=`: the scan looks for such runs first. */
export const secretPatterns: readonly Pattern[] = [
  { name: l10n.t('an AWS access key'), expression: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, mask: SECRET },
  { name: l10n.t('a Google API key'), expression: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g, mask: SECRET },
  { name: l10n.t('a Google access token'), expression: /\bya29\.[0-9A-Za-z_-]{20,}/g, mask: SECRET },
  {
    name: l10n.t('a GitHub token'),
    expression: /\b(?:gh[pousr]_[0-9A-Za-z]{36,}|github_pat_[0-9A-Za-z_]{40,})/g,
    mask: SECRET,
  },
  { name: l10n.t('a GitLab token'), expression: /\bglpat-[0-9A-Za-z_-]{20,}/g, mask: SECRET },
  { name: l10n.t('a Slack token'), expression: /\bxox[abeoprs]-[0-9A-Za-z-]{16,}/g, mask: SECRET },
  {
    name: l10n.t('an OpenAI or Anthropic key'),
    expression: /\bsk-[0-9A-Za-z_-]{20,}/g,
    mask: SECRET,
    holds: (found) => /\d/.test(found),
  },
  { name: l10n.t('a Stripe key'), expression: /\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}/g, mask: SECRET },
  { name: l10n.t('an npm token'), expression: /\bnpm_[0-9A-Za-z]{36}\b/g, mask: SECRET },
  { name: l10n.t('a Hugging Face token'), expression: /\bhf_[0-9A-Za-z]{30,}\b/g, mask: SECRET },
  {
    name: l10n.t('a JSON Web Token (JWT)'),
    expression: /(?<![0-9A-Za-z_-])eyJ[0-9A-Za-z_-]{8,}\.eyJ[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}/g,
    mask: SECRET,
  },
  {
    name: l10n.t('a private key'),
    expression:
      /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s{0,4}[0-9A-Za-z+/=]{20}[\s0-9A-Za-z+/=]*(?:-----END (?:[A-Z]+ )?PRIVATE KEY-----)?/g,
    mask: SECRET,
  },
];

export const personalPatterns: readonly Pattern[] = [
  {
    name: l10n.t('an email address'),
    expression:
      /\b[0-9A-Za-z][\w.+-]{0,63}@[0-9A-Za-z-]{1,63}(?:\.[0-9A-Za-z-]{1,63}){0,4}\.[A-Za-z]{2,24}\b/g,
    mask: '[EMAIL]',
  },
  {
    name: l10n.t('a payment card number'),
    expression: /\b\d(?:[ -]?\d){12,18}\b/g,
    mask: '[CARD]',
    holds: isCard,
  },
  {
    name: l10n.t('an IBAN'),
    expression: /\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b/g,
    mask: '[IBAN]',
    holds: isIban,
  },
  {
    name: l10n.t('a phone number'),
    expression:
      /(?<![\w.])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}[.-]\d{3}[.-]\d{4})(?!\w)/g,
    mask: '[PHONE]',
  },
];

/** Any of the patterns, for a first look. */
const anySecret = new RegExp(secretPatterns.map(({ expression }) => expression.source).join('|'));

/** A first look that is faster than a list of matches, which is mostly empty. */
export function hasSecret(text: string): boolean {
  return (
    text.length >= SHORTEST_SECRET && anySecret.test(text) && findPatterns(text, secretPatterns).length > 0
  );
}

export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly pattern: Pattern;
}

/** Every match, the earliest first; of two that overlap the first listed pattern wins. */
export function findPatterns(text: string, patterns: readonly Pattern[]): Finding[] {
  let found: Finding[] = [];
  for (const pattern of patterns) {
    const own: Finding[] = [];
    let next = 0;
    for (const match of text.matchAll(pattern.expression)) {
      const start = match.index;
      const end = start + match[0].length;
      if (pattern.holds && !pattern.holds(match[0])) continue;
      while (next < found.length && (found[next] as Finding).end <= start) next++;
      if (next === found.length || (found[next] as Finding).start >= end) own.push({ start, end, pattern });
    }
    if (own.length > 0) found = [...found, ...own].sort((a, b) => a.start - b.start);
  }
  return found;
}

/** Luhn's check digit, and no run of one digit. */
function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1*$/.test(digits) || !/^[2-6]/.test(digits))
    return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO 13616: the rearranged number is 1 modulo 97. */
function isIban(found: string): boolean {
  const plain = found.replaceAll(' ', '');
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const char of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
  }
  return rest === 1;
}
