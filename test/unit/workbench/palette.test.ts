import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
const texts: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.nls.json', 'utf8'));
const commands: { command: string; title: string; category?: string }[] = contributes.commands;
const inPalette: MenuItem[] = contributes.menus.commandPalette;
const onRows: MenuItem[] = contributes.menus['view/item/context'];

/** As VS Code writes and sorts what was never run. */
const labels = commands
  .map(({ title, category }) => `${category ? `${category}: ` : ''}${texts[title.slice(1, -1)]}`)
  .sort((a, b) => a.localeCompare(b));

describe('the command palette', () => {
  it('has Tune Model first of all commands of ours, which all have the name in their label', () => {
    assert.match(labels[0] ?? '', /^Tune Model\b/);
    for (const label of labels) assert.match(label, /\bTunewright\b/);
  });

  it('offers what is for jobs and models only where there may be some', () => {
    const alsoForOthers = [
      'evaluate',
      'openPlayground',
      'launchPlan',
      'checkPlan',
      'refreshJobs',
      'showInterruptedLaunch',
      'tuneModel',
    ];
    const forRows = new Set(onRows.map(({ command }) => command.replace('tunewright.', '')));
    for (const name of [...forRows].filter((one) => !alsoForOthers.includes(one))) {
      const item = inPalette.find(({ command }) => command === `tunewright.${name}`);
      if (item?.when !== 'false')
        assert.match(item?.when ?? '', /tunewright\.has(Jobs|Models) \|\| .*!tunewright\.jobsKnown/, name);
    }
  });
});

describe('the walkthrough', () => {
  const { steps } = contributes.walkthroughs[0];

  it('has buttons for commands that exist, in both languages', () => {
    const known = new Set(commands.map(({ command }) => command));
    for (const file of ['package.nls.json', 'package.nls.it.json']) {
      const own = JSON.parse(readFileSync(file, 'utf8'));
      for (const { id, description } of steps) {
        const named = [...own[description.slice(1, -1)].matchAll(/\(command:([^?)]+)/g)].map(
          ([, name]) => name,
        );
        assert.ok(named.length > 0, `${file}: ${id} leads nowhere`);
        for (const name of named) assert.ok(known.has(name) || name.startsWith('workbench.'), name);
      }
    }
  });

  it('counts a step as done when the thing has happened, not when a button was pressed', () => {
    for (const { id, completionEvents } of steps) {
      assert.equal(completionEvents.length, 1, id);
      assert.match(completionEvents[0], /^onContext:tunewright\./, id);
    }
  });
});
