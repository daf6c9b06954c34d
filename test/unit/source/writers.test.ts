// docs/security.md lists every file that is written. Who can write one is found in the source: whatever is taken of Node's
// file system, or of VS Code's, that isn't known to read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ImportDeclaration, Node } from 'typescript/unstable/ast';
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isNamedImports,
  isPropertyAccessExpression,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { nodesOf, readSource } from './sourceFiles';

const node = /^(node:)?fs(\/promises)?$/;
/** What Node's file system has that changes nothing on disk. */
const reading =
  /^(access|accessSync|constants|createReadStream|existsSync|lstat|lstatSync|read|readFile|readFileSync|readdir|readdirSync|readlink|readlinkSync|realpath|realpathSync|readSync|stat|statSync|closeSync|fstatSync|watch)$/;
/** Only by the flag that it's called with. */
const opening = /^open(Sync)?$/;
/** The same of `vscode.workspace.fs`. */
const readingInVscode = /^(stat|readFile|readDirectory|isWritableFileSystem)$/;
/** The ways in which a module writes through base. */
const base =
  /(^|\/)(base\/)?files\/(draft|append|passingFolder|writeSync|records)$|(^|\/)locks\/fileLock$|\/state\/files$/;

/** What a module outside base/files writes with, and why. */
const others: Readonly<Record<string, string>> = {
  'src/base/locks/fileLock.ts: open, rename, rm': 'a lock is made exclusively, or taken over by a rename',
  'src/dataset/split/writeSplit.ts: rm': 'takes the first of two files away again',
  'src/evaluation/results/lockResults.ts: mkdir, writeFile': 'the folder of the locks is told to git',
  'src/evaluation/results/resultsFile.ts: mkdir': 'the folder of a recovery file',
  'src/sandbox/discovery.ts: rmSync': 'takes its own announcement away',
  'src/sandbox/learner/trainer.ts: rmSync': 'takes its own steps away',
  'src/sandbox/main.ts: mkdirSync': 'its own folder',
  'src/sandbox/publicData.ts: writeFileSync': 'puts its stand-ins into its own folder',
  'src/sandbox/sandbox.ts: mkdirSync': 'its own folder',
  'src/sandbox/state/collection.ts: mkdirSync, rmSync': 'in its own folder',
  'src/sandbox/state/files.ts: mkdirSync, renameSync': 'sets damaged files of its own folder aside',
  'src/sandbox/storage/objectHandlers.ts: copyFileSync': 'copies what was uploaded, in its own folder',
  'src/sandbox/storage/resumable.ts: createWriteStream, rmSync, writeFileSync':
    'takes uploads, in its own folder',
  'src/sandbox/storage/storage.ts: mkdirSync, renameSync, rmSync':
    'moves what was uploaded, in its own folder',
  'src/sandbox/storage/uploadHandlers.ts: createWriteStream, rmSync, writeFileSync':
    'takes uploads, in its own folder',
  'src/sandbox/training/trainingRuns.ts: appendFileSync, mkdirSync, rmSync': 'adds steps, in its own folder',
  'src/tuning/droppedExamples/lineMapFiles.ts: rm': 'takes its own files away when their time has come',
  'src/workbench/datasetView/largeDataset.ts: rm': 'takes backups away when VS Code needs them no longer',
  'src/workbench/editor/hover/pictures.ts: fs.createDirectory, fs.delete, fs.writeFile':
    'keeps pictures for hovers in the storage of the extension, by their hash',
  'src/workbench/playground/history/playgroundHistory.ts: rm': 'takes its own files away',
  'src/workbench/ui/saving.ts: fs.writeFile': 'the one way to places that are not on this machine',
};

interface Found {
  /** What each module can write with, by its file. */
  readonly direct: ReadonlyMap<string, ReadonlySet<string>>;
  readonly throughBase: ReadonlySet<string>;
  readonly asking: ReadonlySet<string>;
}

describe('writers of files', function () {
  this.timeout(120_000);
  let found: Found;
  before(() => {
    found = writersInSource();
  });

  it('are base/files, and those that have a reason', () => {
    const known = [...found.direct].map(([file, names]) => `${file}: ${[...names].sort().join(', ')}`);
    assert.deepEqual(known.sort(), Object.keys(others).sort());
  });

  it('are all listed in docs/security.md', () => {
    const page = readFileSync('docs/security.md', 'utf8');
    // The sandbox writes its state through state/files.ts, which is listed, and makes and clears its own folder.
    const isState = (file: string) => /^src\/sandbox\/(discovery|main|sandbox|learner\/|auth\/)/.test(file);
    const named = [...found.direct.keys()].filter((file) => !isState(file));
    const through = [...found.throughBase].filter((file) => !file.startsWith('src/sandbox/'));
    assert.deepEqual(
      [...named, ...through].filter((file) => !page.includes(`\`${file}\``)),
      [],
    );
  });

  it('ask where to in one place, which refuses in Restricted Mode', () => {
    assert.deepEqual([...found.asking], ['src/workbench/ui/saving.ts']);
  });
});

function writersInSource(): Found {
  const direct = new Map<string, Set<string>>();
  const throughBase = new Set<string>();
  const asking = new Set<string>();
  readSource((files) => {
    for (const { file, source } of files) {
      if (file.startsWith('src/base/files/')) continue;
      const add = (name: string) => direct.set(file, (direct.get(file) ?? new Set<string>()).add(name));
      for (const one of nodesOf(source)) {
        const module = moduleOf(one);
        if (module !== undefined && node.test(module))
          for (const name of namesOf(one)) if (!reading.test(name) && !opening.test(name)) add(name);
        if (isCallExpression(one) && opening.test(one.expression.getText()) && !readsOnly(one.arguments[1]))
          add(one.expression.getText());
        if (module !== undefined && base.test(module) && isImportDeclaration(one) && namesOf(one).length > 0)
          throughBase.add(file);
        if (!isPropertyAccessExpression(one)) continue;
        const { text } = one.name;
        if (/(^|\.)fs$/.test(one.expression.getText()) && !readingInVscode.test(text)) add(`fs.${text}`);
        if (text === 'showSaveDialog') asking.add(file);
      }
    }
  });
  return { direct, throughBase, asking };
}

function readsOnly(flag: Node | undefined): boolean {
  return flag === undefined || (isStringLiteral(flag) && flag.text === 'r');
}

/** Of an import, in whatever way it is written. */
function moduleOf(one: Node): string | undefined {
  const isDeclaration = isImportDeclaration(one) || isExportDeclaration(one);
  const given = isDeclaration
    ? one.moduleSpecifier
    : isCallExpression(one) && /^(import|require|createRequire.*)$/.test(one.expression.getText())
      ? one.arguments[0]
      : undefined;
  return given && isStringLiteral(given) ? given.text : undefined;
}

/** What is imported, as the module calls it, without types; `*` for all of it. */
function namesOf(one: Node): string[] {
  if (!isImportDeclaration(one)) return ['*'];
  const { importClause } = one as ImportDeclaration;
  if (importClause === undefined || /^import type\b/.test(one.getText())) return [];
  const bindings = importClause.namedBindings;
  const names = bindings && isNamedImports(bindings) ? bindings.elements : undefined;
  if (importClause.name || (bindings && !names)) return ['*'];
  return [...(names ?? [])]
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ propertyName, name }) => (propertyName === undefined ? name.text : `${propertyName.text} as …`));
}
