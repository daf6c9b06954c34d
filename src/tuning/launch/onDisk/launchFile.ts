// A training or validation file of a plan, read from disk: what a launch outside the editor works with.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError';
import { largestText } from '../../../dataset/files/largestText';
import { findFormat } from '../../../dataset/formats/index';
import { countTokensOf } from '../../../dataset/scan/tokenStatistics';
import type { Target } from '../../../dataset/targets/target';
import type { TrainingFile } from '../../contract/service';
import { isRemote } from '../../contract/spec';
import { hasErrors, noDataset } from '../dataErrors';
import type { PreflightData } from '../preflight';
import { type Survey, type SurveyOptions, surveyOf } from './survey';
import { changed } from './trainingBytes';

export interface LaunchFile {
  readonly name: string;
  /** As `LaunchData.source`. */
  readonly source: string;
  readonly file: TrainingFile;
  /** Undefined of a file in Cloud Storage, which nobody here has read. */
  readonly survey: Survey | undefined;
}

/**
 * Reads a file and holds it to all rules. Errors in it stop a launch here.
 * @param source a path, or what is remote
 * @throws UserError
 */
export async function readLaunchFile(source: string, options: SurveyOptions): Promise<LaunchFile> {
  if (isRemote(source)) {
    const name = source.split('/').at(-1) ?? source;
    return { name, source, file: { kind: 'remote', uri: source }, survey: undefined };
  }
  const name = path.basename(source);
  const survey = await surveyed(source, name, options);
  const { size, sha256 } = survey;
  return {
    name,
    source: pathToFileURL(source).toString(),
    file:
      size > largestText
        ? { kind: 'disk', name, path: source, size, sha256 }
        : { kind: 'local', name, text: await textOf(source, name, sha256) },
    survey,
  };
}

async function surveyed(source: string, name: string, options: SurveyOptions): Promise<Survey> {
  const survey = await surveyOf(source, options, () => {}).catch((error: unknown) => {
    throw new UserError(
      l10n.t("Can't read {0}. It might have been moved or deleted.", source),
      'NO_FILE',
      [],
      {
        cause: error,
      },
    );
  });
  if (survey === undefined) throw changed(name);
  if (survey.format === undefined) throw noDataset(name);
  const { severities, firstError } = survey;
  if (severities.error > 0) throw hasErrors(name, severities.error, firstError);
  return survey;
}

/** What was surveyed, and nothing that was written since. */
async function textOf(source: string, name: string, sha256: string): Promise<string> {
  const bytes = await readFile(source);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw changed(name);
  return bytes.toString('utf8');
}

/** What is judged of a training file before a launch; undefined of one in Cloud Storage. */
export async function sizeOf(
  { survey, source }: LaunchFile,
  target: Target | undefined,
): Promise<PreflightData | undefined> {
  const format = survey?.format === undefined ? undefined : findFormat(survey.format);
  if (survey === undefined || format === undefined) return undefined;
  const { size: bytes, examples, mediaExamples, hasCalls, inputCharacters, outputCharacters } = survey;
  const tokens = await countTokensOf({ path: fileURLToPath(source), size: bytes }, format, target);
  const characters = inputCharacters + outputCharacters;
  return {
    format: format.id,
    ...{ examples, mediaExamples, hasCalls, bytes },
    size: { tokens: tokens.total, isExact: tokens.exact },
    promptShare: characters === 0 ? 0 : inputCharacters / characters,
  };
}
