import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { NO_FORMAT } from '../../../src/dataset/document/datasetDocument';
import { formats } from '../../../src/dataset/formats/index';
import { rules } from '../../../src/dataset/rules/index';

const settings = JSON.parse(readFileSync('package.json', 'utf8')).contributes.configuration.properties;

describe('package.json', () => {
  it('offers a severity for each rule, with the rule’s own as default', () => {
    const offered: Record<string, { default: string; description: string }> =
      settings['tunewright.dataset.severities'].properties;
    assert.deepEqual(
      Object.entries(offered).map(([id, property]) => ({
        id,
        severity: property.default,
        title: property.description,
      })),
      rules.map(({ id, severity, title }) => ({ id, severity, title })),
    );
  });

  it('offers each format for files by their names', () => {
    const offered: string[] = settings['tunewright.dataset.formats'].additionalProperties.enum;
    assert.deepEqual(offered, [...formats.map(({ id }) => id), NO_FORMAT]);
  });
});
