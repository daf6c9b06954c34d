import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { jsonLinesEndings } from '../../../dataset/files/fileNames';

const run = promisify(execFile);

/** A version of a JSONL file that git has. */
export interface CommittedText {
  /** Its path in the repository, at that commit. */
  readonly path: string;
  readonly text: string;
}

/** Older versions are not looked at. */
const maxVersions = 300;
/** Bytes. */
const maxSize = 200 * 1024 * 1024;

/** The versions of all JSONL files of the repository that a folder is in, newest first, under every name they had. */
export async function* committedTexts(folder: string): AsyncGenerator<CommittedText> {
  const seen = new Set<string>();
  for (const { blob, path } of await versionsIn(folder)) {
    if (seen.has(blob)) continue;
    seen.add(blob);
    if (seen.size > maxVersions) return;
    const text = await git(folder, 'cat-file', 'blob', blob);
    if (text !== undefined) yield { path, text };
  }
}

/** What a file is in the last commit; undefined when it isn't in one, or there is no git. */
export async function committedVersion(
  file: string,
  most = maxSize,
): Promise<{ readonly text: string } | 'tooLarge' | undefined> {
  const [folder, blob] = [path.dirname(file), `HEAD:./${path.basename(file)}`];
  const size = await git(folder, 'cat-file', '-s', blob);
  if (Number(size) > most) return 'tooLarge';
  const text = await git(folder, 'cat-file', 'blob', blob);
  return text === undefined ? undefined : { text };
}

/** `:100644 100644 <blob before> <blob> R100\t<path before>\t<path>`; a deleted file has a blob of zeros. */
async function versionsIn(folder: string): Promise<readonly { blob: string; path: string }[]> {
  const patterns = jsonLinesEndings.map((ending) => `:(top,icase)*.${ending}`);
  const raw = await git(folder, 'log', '--all', '-m', '--raw', '--no-abbrev', '--format=', '--', ...patterns);
  return (raw ?? '').split('\n').flatMap((line) => {
    const [facts = '', ...paths] = line.split('\t');
    const blob = facts.split(' ')[3] ?? '';
    const path = paths.at(-1);
    return path === undefined || /^0*$/.test(blob) ? [] : [{ blob, path }];
  });
}

/** A repository's own settings may name programs that git runs, or a place that it fetches what is missing from. */
const settings = ['core.fsmonitor=false', 'core.quotePath=false', 'log.showSignature=false'];
const environment = { GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };

/** Undefined where there is no git, no repository, or the answer is too large. */
async function git(folder: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const quiet = settings.flatMap((setting) => ['-c', setting]);
    const env = { ...process.env, ...environment };
    const { stdout } = await run('git', ['-C', folder, ...quiet, ...args], { maxBuffer: maxSize, env });
    return stdout;
  } catch {
    return undefined;
  }
}
