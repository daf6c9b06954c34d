import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { type NextStep, UserError } from '../../base/userError';
import { sandboxAt } from '../../tuning/google/sandboxAt';

/** The first line that the sandbox prints, and what `sandbox.json` in its folder holds while it runs. */
export interface SandboxAddress {
  readonly url: string;
  /** Path of a credentials file for it. */
  readonly adc: string;
}

/**
 * The sandbox of a folder: one that another window (or `npm start`) runs there already, else a child of ours.
 * The child ends with this window, for it stops when the channel to its parent closes.
 */
export class SandboxProcess implements vscode.Disposable {
  #child: ChildProcess | undefined;
  #starting: Promise<SandboxAddress> | undefined;

  constructor(
    private readonly script: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** The address of a running sandbox; starts one when there is none. */
  async address(folder: string): Promise<SandboxAddress> {
    if (this.#starting) return this.#starting;
    const running = await runningIn(folder);
    if (running) return running;
    this.#starting ??= this.#start(folder); // another call may have started it meanwhile
    return this.#starting;
  }

  dispose(): void {
    this.#child?.kill();
    this.#child = undefined;
    this.#starting = undefined;
  }

  async #start(folder: string): Promise<SandboxAddress> {
    this.log.info(`Starting the sandbox in ${folder}`);
    const child = fork(this.script, ['--port', '0', '--data', folder], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, // desktop VS Code's own binary is what runs it
    });
    this.#child = child;
    child.stderr?.on('data', (data: Buffer) => this.log.warn(`sandbox: ${data.toString().trimEnd()}`));
    child.once('exit', (code) => {
      this.log.info(`The sandbox has ended (${code ?? 'stopped'})`);
      if (this.#child === child) this.dispose();
    });
    try {
      return await firstLine(child);
    } catch (error) {
      this.dispose();
      throw new UserError(
        l10n.t("The sandbox didn't start. See the log for details."),
        'SANDBOX_START',
        [showLog],
        {
          cause: error,
        },
      );
    }
  }
}

const showLog: NextStep = { kind: 'command', title: l10n.t('Show Log'), command: 'tunewright.showLog' };

async function firstLine(child: ChildProcess): Promise<SandboxAddress> {
  if (!child.stdout) throw new Error('The sandbox has no output.');
  for await (const line of createInterface({ input: child.stdout })) return readAddress(line);
  throw new Error('The sandbox ended before it was ready.');
}

/** Undefined also when somebody else has got the address of a sandbox that has ended. */
async function runningIn(folder: string): Promise<SandboxAddress | undefined> {
  try {
    const address = readAddress(await readFile(path.join(folder, 'sandbox.json'), 'utf8'));
    return (await sandboxAt(address.url)) === address.adc ? address : undefined;
  } catch {
    return undefined;
  }
}

function readAddress(json: string): SandboxAddress {
  const { url, adc } = JSON.parse(json);
  if (typeof url !== 'string' || typeof adc !== 'string') throw new Error('The sandbox gave no address.');
  return { url, adc };
}
