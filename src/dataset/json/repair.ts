// Mends the mistakes in JSON that have one obvious mend: commas, quotes, Python's words, escapes.
import { diagnoseJson, type JsonError } from './diagnose';
import { endOfString } from './walk';

const MOST_MENDS = 200;
const MOST_SPLITS = 20;
/** Characters read for all mends of a line, so that a long line cannot hang an editor. */
const MOST_WORK = 20_000_000;
const PYTHON_WORDS: Readonly<Record<string, string>> = { True: 'true', False: 'false', None: 'null' };

/** The line as JSON; undefined when a mistake in it has no obvious mend, or when it has too many mistakes. */
export function repairJson(text: string): string | undefined {
  return repair(text, 0);
}

/** @param split how often the line was split into values before, each with mistakes of its own */
function repair(text: string, split: number): string | undefined {
  let repaired = looksLikePython(text) ? fromPython(text) : text;
  const most = Math.min(MOST_MENDS, Math.max(2, MOST_WORK / text.length));
  for (let mends = 0; mends < most; mends++) {
    const error = diagnoseJson(repaired);
    if (!error) return repaired === text ? undefined : repaired;
    const next = mend(repaired, error, split);
    if (next === undefined || error.code === 'second-value') return next;
    repaired = next;
  }
  return undefined;
}

function looksLikePython(text: string): boolean {
  return /[{[,:]\s*'/.test(text);
}

function mend(text: string, error: JsonError, split: number): string | undefined {
  const { code, range } = error;
  const found = text.slice(range.start, range.end);
  const put = (replacement: string) => text.slice(0, range.start) + replacement + text.slice(range.end);
  switch (code) {
    case 'trailing-comma':
      return put('');
    case 'comment':
      return /^(#|\/\/)/.test(found) ? put('').trimEnd() : undefined;
    case 'missing-comma':
      return /^["{[]/.test(found) ? put(`, ${found}`) : undefined;
    case 'missing-colon':
      return put(`: ${found}`);
    case 'python-literal':
      return put(PYTHON_WORDS[found] ?? found);
    case 'not-a-number':
      return put('null');
    case 'smart-quotes':
      return text.replace(/[“”„«»]/g, '"');
    case 'unquoted-key':
      return put(JSON.stringify(found));
    case 'bad-escape':
      return put(`\\${found}`);
    case 'control-character':
      return put(JSON.stringify(found).slice(1, -1));
    case 'second-value':
      return startsValue(text, error) ? valueByValue(text, range.start, split) : undefined;
    case 'mismatched-bracket':
      return text.slice(range.end).trim() === '' && /^[}\]]$/.test(found)
        ? extraBracket(text, range.start)
        : undefined;
    case 'truncated':
      return closed(text);
    default:
      return undefined;
  }
}

/** Several values on a line become a line each. The last one, alone, may have mistakes of its own. */
function valueByValue(text: string, start: number, split: number): string | undefined {
  const lines: string[] = [];
  let rest = text;
  for (let next = start; ; ) {
    const value = rest.slice(0, next).trimEnd().replace(/,$/, '');
    if (!isJson(value)) return undefined;
    lines.push(value);
    rest = rest.slice(next);
    const error = diagnoseJson(rest);
    if (error?.code !== 'second-value' || !startsValue(rest, error)) break;
    next = error.range.start;
  }
  const last = isJson(rest) ? rest : split < MOST_SPLITS ? repair(rest, split + 1) : undefined;
  return last === undefined ? undefined : [...lines, last].join('\n');
}

function startsValue(text: string, { range }: JsonError): boolean {
  return /[{[]/.test(text.charAt(range.start));
}

function extraBracket(text: string, at: number): string | undefined {
  const without = text.slice(0, at).trimEnd();
  return isJson(without) ? without : undefined;
}

/** Closes the brackets that are open at the end, when the line ends after a whole value. */
function closed(text: string): string | undefined {
  const missing: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') {
      at = endOfString(text, at) - 1;
    } else if (char === '{') missing.push('}');
    else if (char === '[') missing.push(']');
    else if (char === '}' || char === ']') missing.pop();
  }
  const whole = text.trimEnd().replace(/,$/, '') + missing.reverse().join('');
  return isJson(whole) ? whole : undefined;
}

function isJson(text: string): boolean {
  return diagnoseJson(text) === undefined;
}

/** Single-quoted texts to double-quoted ones; texts in double quotes stay. */
function fromPython(text: string): string {
  const out: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '"') {
      const end = endOfString(text, at);
      out.push(text.slice(at, end));
      at = end - 1;
    } else if (char === "'") {
      const end = endOfSingleQuoted(text, at);
      out.push(doubleQuoted(text.slice(at + 1, end - 1)));
      at = end - 1;
    } else out.push(char);
  }
  return out.join('');
}

function endOfSingleQuoted(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === "'") return i + 1;
  }
  return text.length + 1;
}

function doubleQuoted(raw: string): string {
  const inner = raw.replace(
    /\\x([0-9a-fA-F]{2})|\\(.)|"/gs,
    (found, hex: string | undefined, escaped: string | undefined) => {
      if (hex !== undefined) return `\\u00${hex}`;
      if (found === '"') return '\\"';
      return escaped === "'" ? "'" : found;
    },
  );
  return `"${inner}"`;
}
