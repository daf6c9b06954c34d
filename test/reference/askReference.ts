// The second hand: what we compute, computed again by a program in Python's standard library alone that knows
// neither our code nor its shortcuts. Each `NAME.py` reads a JSON list of questions and writes the list of its answers.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** False where there is no Python 3: tests that ask for a second answer are skipped there. */
export const hasPython =
  spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 8)']).status === 0;

/**
 * @param program name of a file beside this one, without `.py`
 * @throws Error with what Python said, when it fails
 */
export function askReference<Answer>(program: string, questions: readonly unknown[]): readonly Answer[] {
  const file = path.resolve('test', 'reference', `${program}.py`);
  const { status, stdout, stderr } = spawnSync('python3', ['-S', '-E', '-B', '-X', 'utf8', file], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${program}.py: ${stderr}`);
  const answers: readonly Answer[] = JSON.parse(stdout);
  if (answers.length !== questions.length) throw new Error(`${program}.py answered ${answers.length}`);
  return answers;
}
