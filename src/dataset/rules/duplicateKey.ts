import { endOfString } from '../json/walk';
import type { Report, TextRule } from '../rule';

export const duplicateKey: TextRule = {
  id: 'duplicate-key',
  kind: 'json',
  severity: 'error',
  scope: 'text',
  anyJsonl: true,
  title: 'A key stands twice in one object',
  description:
    'Readers of JSON keep only one of two equal keys, most of them the last. The other value is lost.',
  check(text, report, parsed) {
    if (parsed) checkObjects(text, report);
  },
};

/** Visits every object with a list of its own, so that deep nesting cannot overflow the stack. */
function checkObjects(text: string, report: Report): void {
  const stack: (Set<string> | undefined)[] = [];
  let expectKey = false;
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    if (char === '"') {
      const end = endOfString(text, at);
      const keys = stack.at(-1);
      if (expectKey && keys) {
        const key = text.slice(at + 1, end - 1);
        const decoded = key.includes('\\') ? String(JSON.parse(text.slice(at, end))) : key;
        if (keys.has(decoded))
          report({ start: at, end }, `The key “${decoded}” stands twice in this object.`);
        keys.add(decoded);
        expectKey = false;
      }
      at = end;
      continue;
    }
    if (char === '{') {
      stack.push(new Set());
      expectKey = true;
    } else if (char === '[') {
      stack.push(undefined);
      expectKey = false;
    } else if (char === '}' || char === ']') stack.pop();
    else if (char === ',') expectKey = stack.at(-1) !== undefined;
    at++;
  }
}
