import { fileInput, requireDatasetName, withDataset } from '../file';
import { readingOf, rulesInput, wantedBy } from '../fixable';
import { tool } from '../tool';

export const applyFixes = tool({
  name: 'apply_fixes',
  title: 'Apply Fixes',
  description:
    'Fixes what can be fixed in a dataset without changing what an example says, such as invalid JSON, misspelled keys and blank lines. Other lines stay byte for byte. Look at propose_fixes first, and run check_dataset afterwards for what is left.',
  writes: true,
  input: {
    type: 'object',
    properties: { file: fileInput, rules: rulesInput },
    required: ['file'],
    additionalProperties: false,
  },
  run: ({ file: name, rules }, host, signal) =>
    withDataset(host, name, async (file, pool) => {
      requireDatasetName(file.place);
      const wanted = wantedBy(rules);
      const { lines, fixed } = await host.fix(file, await readingOf(pool, file), wanted, signal);
      return fixed === 0
        ? `${file.name}: nothing to fix in ${lines} lines. The file wasn't changed.`
        : `${file.name}: fixed ${fixed} of ${lines} lines. ${host.whereChangesAre}`;
    }),
});
