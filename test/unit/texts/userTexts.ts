// Every text that a person may read, with its place: from the code, the manifest, the documents and the pictures.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isFunctionLikeDeclaration,
  isImportDeclaration,
  isLiteralTypeNode,
  isNewExpression,
  isNoSubstitutionTemplateLiteral,
  isPropertyDeclaration,
  isStringLiteral,
  isTaggedTemplateExpression,
  isTemplateExpression,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

export interface UserText {
  /** From the top of the repository, with "/". */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** As a person reads it, with "{}" for each value that is put in. */
  readonly text: string;
  /** The text itself, where it goes through `l10n.t`: the key that translators know it by. */
  readonly key?: string;
  /** It is put together when its file is loaded, not when somebody calls for it. */
  readonly isConstant?: boolean;
  /** The function or class that it is given to, as the code writes it. */
  readonly givenTo?: string;
}

/** Files whose prose is not ours, or nobody's. */
const others: Record<string, string> = {
  'src/sandbox/': "speaks Google's words, as Google writes them",
  'src/tuning/prompt/snippets/': 'code to copy',
};

const documents = [
  'README.md',
  'docs/features.md',
  'docs/performance.md',
  'CHANGELOG.md',
  'docs/command-line.md',
  'docs/rules.md',
  'docs/models.md',
  'docs/security.md',
];

/** @throws {Error} If the TypeScript compiler cannot be started. */
export function userTexts(): UserText[] {
  return [...inCode(), ...inManifest(), ...documents.flatMap(inMarkdown), ...inPictures()];
}

function inCode(): UserText[] {
  const api = new API({ cwd: process.cwd() });
  try {
    const configs = ['tsconfig.json', 'src/webviews/tsconfig.json'].map((file) => path.resolve(file));
    const texts = new Map<string, UserText[]>();
    for (const { program, rootFiles } of api.updateSnapshot({ openProjects: configs }).getProjects())
      for (const name of rootFiles) {
        const file = path.relative('.', name).replaceAll('\\', '/');
        if (!file.startsWith('src/') || Object.keys(others).some((one) => file.startsWith(one))) continue;
        const source = program.getSourceFile(name);
        if (source) texts.set(file, [...textsOf(source, file)]);
      }
    return [...texts.values()].flat();
  } finally {
    api.close();
  }
}

function* textsOf(source: SourceFile, file: string): Generator<UserText> {
  const pending: Node[] = [source];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isImportDeclaration(node) || isLiteralTypeNode(node)) continue;
    node.forEachChild((child) => {
      pending.push(child);
    });
    const text = shownText(node);
    if (text === undefined) continue;
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    if (isTranslated(node)) {
      const isConstant = isAtTop(node);
      yield { file, line, text: text.replace(/\{\d+\}/g, '{}'), key: text, isConstant };
    } else if (isProse(text)) yield { file, line, text, ...givenTo(node) };
  }
}

function shownText(node: Node): string | undefined {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!isTemplateExpression(node)) return undefined;
  const text = node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join('');
  return isTaggedTemplateExpression(node.parent) ? text.replace(/<!--.*?-->|<[^>]*>/gs, '\n') : text;
}

function isTranslated(node: Node): boolean {
  const call = node.parent;
  return isCallExpression(call) && call.arguments[0] === node && /l10n\.t$/.test(call.expression.getText());
}

/** In no function, and in no field of a class, which is made with each object. */
function isAtTop(node: Node): boolean {
  for (let { parent } = node; parent; { parent } = parent)
    if (isFunctionLikeDeclaration(parent) || isPropertyDeclaration(parent)) return false;
  return true;
}

function givenTo({ parent }: Node): Pick<UserText, 'givenTo'> {
  return isCallExpression(parent) || isNewExpression(parent) ? { givenTo: parent.expression.getText() } : {};
}

/** A text of at least two words; the rest are names and values. */
function isProse(text: string): boolean {
  return /[a-z},.:;)]\s+(\{\}|["'(]*[A-Za-z])/i.test(text) && /[a-z]{2}/i.test(text);
}

function inManifest(): UserText[] {
  return ['package.json', 'package.nls.json'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((row, index) => {
        const value = /^\s*(?:"[^"]*": )?("(?:[^"\\]|\\.)*"),?$/.exec(row)?.[1];
        const text = value === undefined ? '' : (JSON.parse(value) as string);
        return /[a-z] [a-z]/i.test(text) && !text.includes('&&') ? [{ file, line: index + 1, text }] : [];
      }),
  );
}

/** Line by line, without what is code or a link's address. */
function inMarkdown(file: string): UserText[] {
  return readFileSync(file, 'utf8')
    .replace(/^```[\s\S]*?^```/gm, (code) => code.replace(/[^\n]/g, ''))
    .split('\n')
    .map((row, index) => ({
      file,
      line: index + 1,
      text: row.replace(/`[^`]*`/g, '`…`').replace(/\]\([^)]*\)/g, ']'),
    }))
    .filter(({ text }) => text !== '');
}

function inPictures(): UserText[] {
  const folder = 'media/walkthrough';
  return readdirSync(folder).flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .flatMap((row, index) =>
        [...row.matchAll(/>([^<>]*[a-z][^<>]*)</gi)].map(([, text]) => ({
          file: `${folder}/${name}`,
          line: index + 1,
          text: text as string,
        })),
      ),
  );
}
