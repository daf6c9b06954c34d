import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Functions of Node and of VS Code that make, change or move a file. */
const writing =
  /\b(writeFile|writeFileSync|appendFile|appendFileSync|createWriteStream|rename|renameSync|copyFile|copyFileSync|cp|cpSync|truncate|truncateSync|ftruncate|link|linkSync|symlink|symlinkSync|open|openSync)\b/;

/** Why a module outside base/files names one of them all the same. */
const others: Readonly<Record<string, string>> = {
  'src/base/locks/fileLock.ts': 'a lock is made exclusively, or taken over by a rename',
  'src/evaluation/results/resultsFile.ts': 'answers are added to it one by one',
  'src/evaluation/results/lockResults.ts': 'a lock is made exclusively',
  'src/sandbox/state/files.ts': 'sets damaged files of its own folder aside',
  'src/sandbox/storage/storage.ts': 'moves what was uploaded, in its own folder',
  'src/sandbox/storage/objectHandlers.ts': 'copies what was uploaded, in its own folder',
  'src/sandbox/storage/resumable.ts': 'takes uploads, in its own folder',
  'src/sandbox/storage/uploadHandlers.ts': 'takes uploads, in its own folder',
  'src/sandbox/training/trainingRuns.ts': 'adds steps, in its own folder',
  'src/sandbox/publicData.ts': 'puts its stand-ins into its own folder',
  'src/dataset/rows/lineStarts.ts': 'opens to read',
  'src/dataset/rows/rowBytes.ts': 'opens to read',
  'src/dataset/rows/searchFile.ts': 'opens to read',
  'src/workbench/datasetView/fileRows.ts': 'opens to read',
  'src/workbench/editor/examples/appendOnDisk.ts': 'opens to read',
  'src/dataset/scan/byteLines.ts': 'opens to read',
  'src/dataset/tools/compare/rowTexts.ts': 'opens to read',
  'src/dataset/import/textEncoding.ts': 'opens to read',
  'src/dataset/tools/joinedRows.ts': 'opens to read',
  'src/dataset/scan/fileScan.ts': 'opens to read',
  'src/dataset/scan/blocks.ts': 'opens to read',
  'src/dataset/scan/scanThread.ts': 'opens to read',
  'src/workbench/editor/hover/pictures.ts':
    'keeps pictures for hovers in the storage of the extension, by their hash',
  'src/workbench/ui/saving.ts': 'the one way to places that are not on this machine',
};

/** The ways in which a module writes through base. */
const throughBase = /\b(writeWhole|openDraft|openToAppend|replaceSync|writeAtomically)\(/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => path.posix.join('src', ...file.split(path.sep)))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('src/generate/')) // which is not shipped
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('writers of files', () => {
  it('are base/files, and those that have a reason', () => {
    const found = files.filter(({ file, text }) => {
      const imported = [...text.matchAll(/import \{([^}]*)\} from 'node:fs(?:\/promises)?'/g)].map(
        ([, names]) => names,
      );
      const named =
        imported.some((names) => writing.test(names ?? '')) || /import (\* as )?\w+ from 'node:fs/.test(text);
      return (
        (named || /\bfs\.(writeFile|rename|copy|delete)\(/.test(text)) && !file.startsWith('src/base/files/')
      );
    });
    assert.ok(found.length > 5, 'it finds something');
    assert.deepEqual(
      found.map(({ file }) => file).filter((file) => !Object.hasOwn(others, file)),
      [],
    );
  });

  it('are all listed in docs/security.md', () => {
    const page = readFileSync('docs/security.md', 'utf8');
    const writers = files
      .filter(({ file, text }) => throughBase.test(text) && !file.startsWith('src/base/files/'))
      .map(({ file }) => file)
      // These write their state through state/files.ts, which is listed.
      .filter((file) => !file.startsWith('src/sandbox/'));
    assert.ok(writers.length > 5, 'it finds something');
    const listed = (file: string) => page.includes(`\`${file}\``);
    const named = Object.entries(others).filter(
      ([file, why]) => why !== 'opens to read' && files.some((one) => one.file === file),
    );
    assert.deepEqual(
      [...writers, ...named.map(([file]) => file)].filter((file) => !listed(file)),
      [],
    );
  });

  it('ask where to in one place, which refuses in Restricted Mode', () => {
    const asking = files.filter(({ text }) => text.includes('showSaveDialog(')).map(({ file }) => file);
    assert.deepEqual(asking, ['src/workbench/ui/saving.ts']);
  });
});
