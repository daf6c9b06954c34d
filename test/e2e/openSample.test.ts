import assert from 'node:assert/strict';
import { openWorkbench, type Workbench } from './workbench';

describe('a training file in VS Code', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  afterEach(function () {
    return workbench.captureFailure(this.currentTest);
  });
  after(() => workbench?.dispose());

  it('opens as VS Code’s own JSON Lines and can be typed in', async () => {
    await workbench.openFile('number_generator.jsonl');
    assert.equal((await workbench.editorLines())[0], '{"text_input": "1", "output": "2"}');
    await workbench.page.locator('.statusbar').getByText('JSON Lines').waitFor();
    await workbench.replaceLine(3, '{"text_input": "five",');
    assert.equal((await workbench.editorLines())[2], '{"text_input": "five",');
    await workbench.screenshot('open-sample');
  });
});
