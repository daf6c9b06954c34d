// `.tunewright.json`: what a project has decided about its training files, for everyone who works on it and for CI.

import * as l10n from '@vscode/l10n';
import { globPattern } from '../../base/glob';
import type { Severities } from '../checking/rule';
import { findFormat } from '../formats/index';
import { parse } from '../json/parse';
import { isObject, type JsonObject, type JsonValue } from '../json/value';
import { findRule } from '../rules/index';
import { findTarget } from '../targets/target';

export const projectFileName = '.tunewright.json';

export interface ProjectFile {
  /** By rule id. */
  readonly severities: Severities;
  /** Id of the model that files are checked against. */
  readonly target: string | undefined;
  /** Ids of formats by pattern of file names, relative to the folder of the project file. */
  readonly formats: readonly { readonly glob: string; readonly pattern: RegExp; readonly format: string }[];
}

/** What is wrong with a project file; the message is a sentence for the person. */
export class ProjectFileError extends Error {
  override readonly name = 'ProjectFileError';
}

/** @throws ProjectFileError for what it doesn't know, so that a typing mistake doesn't go unseen */
export function readProjectFile(text: string): ProjectFile {
  const value = parse(text);
  if (!isObject(value)) throw new ProjectFileError(l10n.t("It isn't a JSON object."));
  const { severities = {}, target, formats = {}, $schema: _, ...others } = value;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new ProjectFileError(l10n.t('Unknown key "{0}". Use severities, target, and formats.', unknown));
  if (target !== undefined && (typeof target !== 'string' || !findTarget(target)))
    throw new ProjectFileError(l10n.t('Unknown target model {0}.', JSON.stringify(target)));
  return {
    severities: severitiesIn(objectAt('severities', severities)),
    target,
    formats: Object.entries(objectAt('formats', formats)).map(([glob, format]) => {
      if (typeof format === 'string' && findFormat(format)) return { glob, pattern: patternOf(glob), format };
      throw new ProjectFileError(l10n.t('Unknown format {0} in "formats".', JSON.stringify(format)));
    }),
  };
}

function patternOf(glob: string): RegExp {
  try {
    return globPattern(glob.replace(/^\.?\//, ''));
  } catch {
    throw new ProjectFileError(l10n.t('Invalid pattern "{0}" in "formats".', glob));
  }
}

function severitiesIn(value: JsonObject): Severities {
  const found: Record<string, Severities[string]> = {};
  for (const [rule, severity] of Object.entries(value)) {
    if (!findRule(rule)) throw new ProjectFileError(l10n.t('Unknown rule "{0}" in "severities".', rule));
    if (!isSeverity(severity))
      throw new ProjectFileError(
        l10n.t(
          'Unknown severity {0} of "{1}". Use one of: {2}.',
          JSON.stringify(severity),
          rule,
          known.join(', '),
        ),
      );
    found[rule] = severity;
  }
  return found;
}

const known = ['error', 'warning', 'info', 'hint', 'off'] as const satisfies readonly Severities[string][];

function isSeverity(value: JsonValue): value is (typeof known)[number] {
  return known.some((severity) => severity === value);
}

function objectAt(key: string, value: JsonValue): JsonObject {
  if (isObject(value)) return value;
  throw new ProjectFileError(l10n.t('"{0}" must be an object.', key));
}
