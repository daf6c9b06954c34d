import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endChild, startChild } from '../../scripts/children.mjs';
import { leaksIn } from '../vscode-host/leaks.mjs';

/** The sandbox as a process of its own, the way users run it. */
export interface RunningSandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Path of the ready-made ADC file. */
  readonly adc: string;
  readonly dataDir: string;
  /** Of the TLS listener, when `args` ask for one. */
  readonly tlsPort: number | undefined;
  readonly process: ChildProcess;
  /** What it has written to stderr: nothing, unless something is wrong with the sandbox. */
  errors(): string;
  /** An access token of the ADC file's account. */
  token(scope?: string): Promise<string>;
  /** Sets the fault rules (src/sandbox/faults/rules.ts) and forgets the calls so far. Only with `admin`. */
  setFaults(rules: object): Promise<void>;
  /** Every call since the rules were set. Only with `admin`. */
  calls(): Promise<SandboxCall[]>;
  /** `kill -9`, as a crash does it. The data folder stays. */
  kill(): Promise<void>;
  /** Ends it, and deletes the data folder when it was made for it. */
  stop(): Promise<void>;
}

export interface SandboxStart {
  /** Seconds of a training run. */
  readonly pace?: number;
  /** Default: a new temporary folder. */
  readonly dataDir?: string;
  /** Starts it with an IPC channel, as `child_process.fork` does. */
  readonly ipc?: boolean;
  /** With the admin route: fault rules can be set. */
  readonly admin?: boolean;
  /** More arguments. */
  readonly args?: readonly string[];
}

export interface SandboxCall {
  /** Full name of the method, `storage` or `oauth`. */
  readonly rpc: string;
  readonly method: string;
  readonly path: string;
  readonly projects: readonly string[];
  /** Kinds of the faults that it met. */
  readonly faults: readonly string[];
}

export const CLOUD_PLATFORM = 'https://www.googleapis.com/auth/cloud-platform';

export async function startSandbox({
  pace = 0,
  dataDir,
  ipc = false,
  admin = false,
  args = [],
}: SandboxStart = {}): Promise<RunningSandbox> {
  const folder = dataDir ?? (await mkdtemp(path.join(tmpdir(), 'tunewright-sandbox-')));
  const child = startChild(
    process.execPath,
    [
      findBundle(),
      '--port',
      '0',
      '--data',
      folder,
      '--pace',
      String(pace),
      ...(admin ? ['--admin'] : []),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])] },
  );
  let errors = '';
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const { url, adc, tlsPort, admin: adminUrl = '' } = await firstLine(child, () => errors);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
    await endChild(child); // nothing of it is left, and it is forgotten
    // Whoever starts the sandbox writes what it says into a log.
    assert.deepEqual(leaksIn(errors + said), []);
  };
  return {
    url,
    adc,
    dataDir: folder,
    tlsPort,
    process: child,
    errors: () => errors,
    token: (scope = CLOUD_PLATFORM) => exchangeToken(adc, scope),
    setFaults: async (rules) => {
      const reply = await fetch(adminUrl, { method: 'PUT', body: JSON.stringify(rules) });
      if (!reply.ok) throw new Error(await reply.text());
    },
    calls: async () => ((await (await fetch(adminUrl)).json()) as { calls: SandboxCall[] }).calls,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Asks `read` until `isDone`, or fails after `seconds` with what was read last. */
export async function waitFor<T>(
  read: () => Promise<T> | T,
  isDone: (value: T) => boolean,
  seconds = 120,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (isDone(value)) return value;
    if (Date.now() > end) throw new Error(`Not done after ${seconds} s: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** `dist/sandbox.js`: tests run from below `dist/test`. */
function findBundle(): string {
  for (let folder = __dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    const bundle = path.join(folder, 'sandbox.js');
    if (existsSync(bundle)) return bundle;
  }
  throw new Error('dist/sandbox.js is not built');
}

interface FirstLine {
  readonly url: string;
  readonly adc: string;
  readonly admin?: string;
  readonly tlsPort?: number;
}

async function firstLine(child: ChildProcess, errors: () => string): Promise<FirstLine> {
  if (!child.stdout) throw new Error('The sandbox has no stdout.');
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return JSON.parse(line) as FirstLine;
  }
  throw new Error(`The sandbox ended before its first line: ${errors()}`);
}

/** What google-auth-library does with an `external_account` file. */
async function exchangeToken(adc: string, scope: string): Promise<string> {
  const file = JSON.parse(await readFile(adc, 'utf8')) as {
    audience: string;
    subject_token_type: string;
    token_url: string;
    credential_source: { file: string };
  };
  const reply = await fetch(file.token_url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: file.audience,
      scope,
      subject_token: await readFile(file.credential_source.file, 'utf8'),
      subject_token_type: file.subject_token_type,
    }),
  });
  const { access_token: token } = (await reply.json()) as { access_token?: string };
  if (!token) throw new Error(`No token: ${reply.status}`);
  return token;
}
