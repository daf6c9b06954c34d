import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import writeWorkbook from 'write-excel-file/node';
import { openWorkbench, type Workbench } from './workbench';

const table = 'Id,Review,Sentiment\n1,Good phone,positive\n2,Broken\n3,"Bad, very",negative\n';

describe('Import Data', () => {
  let workbench: Workbench;
  let files: string;
  before(async () => {
    files = await mkdtemp(path.join(tmpdir(), 'tunewright-files-'));
    await writeFile(path.join(files, 'phones.csv'), table);
    const data = [
      ['title', 'body', 'stars', ''],
      ['A', 'It rings.', 'five', 'x'],
      ['B', 'It is mute.', 'one', 'y'],
    ].map((row) => row.map((value) => ({ value })));
    const sheets = ['Reviews', 'Old reviews'].map((sheet) => ({ sheet, data }));
    await writeFile(path.join(files, 'reviews.xlsx'), await writeWorkbook(sheets).toBuffer());
    workbench = await openWorkbench({ files });
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(async () => {
    await workbench?.dispose();
    await rm(files, { recursive: true, force: true });
  });

  it('takes a sheet whose columns one names', async () => {
    await workbench.runCommand('Tunewright: Import Data…');
    await workbench.acceptFile(path.join(workbench.folder, 'reviews.xlsx'));
    await workbench.quickPickItem('Old reviews').waitFor();
    await workbench.choose('Reviews');
    await workbench.quickInputTitled('Import reviews.xlsx');
    assert.deepEqual(await workbench.quickPickLabels(), [
      'Select a column for the prompt and one for the response',
      'Format',
      'title',
      'body',
      'stars',
      '(column 4)',
    ]);
    await workbench.choose('body');
    await workbench.quickPickItem('Prompt').waitFor();
    await workbench.choose('Prompt');
    await workbench.choose('stars');
    await workbench.choose('Response');
    await workbench.quickPickItem('Create reviews.jsonl').waitFor();
    await workbench.screenshot('importData-columns');
    await workbench.choose('Create reviews.jsonl');
    await workbench.notification('2 of 2 rows imported. Not used: "title", "(column 4)".').waitFor();
    assert.match((await workbench.editorLines())[0] ?? '', /It rings\./);
  });

  it('takes a table, and tells of the row that is not in it', async () => {
    await workbench.openFile('phones.csv');
    await workbench.runCommand('Tunewright: Import Data…');
    await workbench.quickInputTitled('Import phones.csv');
    await workbench.choose('Create phones.jsonl');
    await workbench.notification('2 of 3 rows imported.').waitFor();
    await workbench.press('2 of 3 rows imported.', 'Show Details');
    await workbench.waitForLines(['2: The row has 2 cells, but the table has 3 columns.'], 3, 3);
    await workbench.screenshot('importData-details');
    // A text that no editor asks to save.
    await workbench.page.getByRole('tab', { name: 'phones.csv.txt' }).waitFor();
  });

  it('takes the table in the clipboard', async () => {
    await workbench.page.evaluate(`navigator.clipboard.writeText('question, short\\tanswer\\nWho?\\tMe\\n')`);
    await workbench.runCommand('Tunewright: Import Pasted Table…');
    await workbench.quickInputTitled('Import Pasted Table');
    await workbench.choose('question, short');
    await workbench.choose('Prompt');
    await workbench.quickPickItem('Import into a New File').waitFor();
    await workbench.choose('Import into a New File');
    await workbench.notification('1 of 1 row imported.').waitFor();
    assert.match((await workbench.editorLines())[0] ?? '', /"Who\?".*"Me"/);
  });
});
