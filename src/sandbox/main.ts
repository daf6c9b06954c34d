/*
 * The sandbox: Google's tuning services on this machine, for trying the whole workflow without an account, money or a
 * network. It speaks as Google does (requests and replies are held against Google's own descriptors), keeps its state
 * in a folder, and really trains: a small stand-in model, a log-linear next-character model, that learns from the
 * given examples what a model of its size can. It says nothing about how well Gemini would do on the same data.
 *
 *   node dist/sandbox.js --port 0 --data DIR [--pace SECONDS] [--faults FILE] [--admin] [--tls-cert FILE --tls-key FILE]
 *
 * The first line on stdout is {"url": "http://127.0.0.1:PORT", "adc": "path of a ready-made ADC file"}.
 */
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { holderOf, lockFile, type Unlock } from '../base/locks/fileLock';
import { announce, findRunning, withdraw } from './discovery';
import { type SandboxOptions, startSandbox } from './sandbox';

const HELP = `Usage: sandbox [--port PORT] [--data DIR] [--pace SECONDS] [--faults FILE] [--admin]

A stand-in for the Gemini API's and Vertex AI's tuning, Cloud Storage and Google's sign-in, on 127.0.0.1.
It trains a small stand-in model: for trying the workflow, not for judging data or models.

  --port PORT     0, the default, takes any free port
  --data DIR      where its state lives; default: ${defaultData()}
  --pace SECONDS  least time of a training run; default 20, so that a person can watch it
  --faults FILE   rules for what goes wrong when, in JSON; read again when it changes
  --tls-cert FILE, --tls-key FILE
                  also listens with TLS, for *.googleapis.com only: "tlsPort" of the first line
  --admin         opens a route, below a secret path, that sets such rules; its address is "admin" of the first line

Prints {"url", "adc", "admin"?, "tlsPort"?} as its first line; "adc" is a file for GOOGLE_APPLICATION_CREDENTIALS.
`;

async function main(): Promise<void> {
  const options = readOptions();
  const release = await takeFolder(options.data);
  const sandbox = await startSandbox(options);
  const { url, adc, admin, tlsPort } = sandbox;
  announce(options.data, { url, adc, pid: process.pid });

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    withdraw(options.data);
    void sandbox
      .close()
      .finally(release)
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Started by VS Code or a test: gone with it.
  process.on('disconnect', stop);
  // A launcher that stops reading our output is no reason to die in the middle of a write.
  process.stdout.on('error', () => {});
  console.log(JSON.stringify({ url, adc, admin, tlsPort }));
}

/** Of several that start at once, one gets the folder. @throws Error that names the one that has it */
async function takeFolder(data: string): Promise<Unlock> {
  const running = await findRunning(data);
  if (running)
    throw new Error(`A sandbox is already running in ${data}: ${running.url} (process ${running.pid})`);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const lock = path.join(data, 'sandbox.lock');
  const release = await lockFile(lock);
  if (release) return release;
  const holder = await holderOf(lock);
  const who = holder ? `process ${holder.pid} on ${holder.host}, since ${holder.since}` : 'unknown';
  throw new Error(
    `A sandbox is already running in ${data} (${who}). If it isn't running any more, delete its lock: ${lock}`,
  );
}

/** Exits after `--help` and after arguments that make no sense. */
function readOptions(): SandboxOptions {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        data: { type: 'string', default: defaultData() },
        pace: { type: 'string', default: '20' },
        faults: { type: 'string' },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        admin: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const { 'tls-cert': cert, 'tls-key': key } = values;
    if ((cert === undefined) !== (key === undefined))
      throw new Error('--tls-cert and --tls-key must be used together');
    return {
      port: readNumber('--port', values.port, 65_535),
      data: path.resolve(values.data),
      pace: readNumber('--pace', values.pace, 86_400),
      ...(values.faults === undefined ? {} : { faults: path.resolve(values.faults) }),
      admin: values.admin,
      ...(cert === undefined || key === undefined ? {} : { tls: { cert, key } }),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
    process.exit(2);
  }
}

function readNumber(name: string, text: string, most: number): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= most) return number;
  throw new Error(`${name} must be a number from 0 to ${most}, but is "${text}"`);
}

function defaultData(): string {
  return path.join(os.homedir(), '.tunewright', 'sandbox');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
