import assert from 'node:assert/strict';
import path from 'node:path';
import type { CallExpression, Node } from 'typescript/unstable/ast';
import { isCallExpression, isStringLiteral } from 'typescript/unstable/ast/is';
import { API, TypeFlags } from 'typescript/unstable/sync';

type Checker = ReturnType<ReturnType<API['updateSnapshot']>['getProjects']>[number]['checker'];

describe('the numbers in texts', () => {
  it('are written as the language writes them wherever something is counted', () => {
    assert.deepEqual(rawCounts(), []);
  });
});

/** Where a text counts something by a number that went through none of the helpers: 12345 rows, not 12,345. */
function rawCounts(): string[] {
  const api = new API({ cwd: process.cwd() });
  try {
    const [project] = api.updateSnapshot({ openProjects: [path.resolve('tsconfig.json')] }).getProjects();
    assert.ok(project);
    const { program, checker, rootFiles } = project;
    return rootFiles.flatMap((name) => {
      const file = path.relative('.', name).replaceAll('\\', '/');
      const source = file.startsWith('src/') ? program.getSourceFile(name) : undefined;
      if (source === undefined) return [];
      return translations(source)
        .filter((call) => countsRaw(call, checker))
        .map((call) => {
          const { line } = source.getLineAndCharacterOfPosition(call.getStart(source));
          return `${file}:${line + 1}`;
        });
    });
  } finally {
    api.close();
  }
}

function translations(source: Node): CallExpression[] {
  const found: CallExpression[] = [];
  const pending = [source];
  for (let node = pending.pop(); node; node = pending.pop()) {
    node.forEachChild((child) => {
      pending.push(child);
    });
    if (isCallExpression(node) && /\bl10n\.t$/.test(node.expression.getText())) found.push(node);
  }
  return found;
}

function countsRaw(call: CallExpression, checker: Checker): boolean {
  const [text, ...values] = call.arguments;
  if (text === undefined || !isStringLiteral(text)) return false;
  return values.some((value, at) => {
    const isNumber =
      (checker.getTypeAtLocation(value)?.flags ?? 0) & (TypeFlags.Number | TypeFlags.NumberLiteral);
    return isNumber !== 0 && counting(at).test(text.text);
  });
}

/** "{0} rows", "{0} of {1}", "{0} more", "step {0}". A line, a process, or a percentage is no count. */
function counting(at: number): RegExp {
  const value = `(?<![Ll]ine )\\{${at}\\}`;
  return new RegExp(`${value} ([a-z-]+ )?[a-z]+s\\b|${value} (more|of)\\b|\\bof ${value}|[Ss]tep ${value}`);
}
