import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { JsonObject } from '../../../src/dataset/json/value';

/**
 * Runs a snippet, which has no types in it, so that a JavaScript engine reads it.
 * @param library stand-ins for what it imports; of what else it imports, members are their names
 */
export async function runTypescript(
  program: string,
  library: Readonly<Record<string, unknown>>,
): Promise<void> {
  const line = /^import \{ (.*) \} from '.*';$/gm;
  const names = [...program.matchAll(line)].flatMap(([, imported = '']) => imported.split(', '));
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  await AsyncFunction(
    ...names,
    'process',
    'console',
    program.replace(line, '').replaceAll('export ', ''),
  )(
    ...names.map((name) => library[name] ?? new Proxy({}, { get: (_, member) => member })),
    { env: { GEMINI_API_KEY: 'KEY' } },
    { log() {} },
  );
}

/** Runs snippets with a program that stands in for their libraries, and writes a list of what each has asked. */
export function runPython(standIn: string, programs: readonly (string | undefined)[]): readonly JsonObject[] {
  return JSON.parse(runWith('python3', ['-c', standIn], JSON.stringify(programs)).stdout);
}

export function runWith(
  program: string,
  args: readonly string[],
  input: string,
): { stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr.slice(0, 2000));
  return { stdout, stderr };
}
