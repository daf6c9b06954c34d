import { createHmac, randomBytes } from 'node:crypto';
import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { readExternalAccount } from '../prompt/snippets/access';

/** Where a sandbox says who it is. Its side: src/sandbox/http/identity.ts. */
const identityPath = '/.well-known/tunewright-sandbox';
/** Milliseconds. */
const longestAnswer = 2000;
/** Bytes; the sandbox's are far smaller. */
const longestFile = 10_000;

/**
 * The path of the credentials file of the sandbox at an address of this machine; undefined when none answers there.
 * Ports pass on to strangers, and what is sent to a sandbox are prompts and training data: it must prove that it
 * knows the secret beside that file, which only this user can read.
 */
export async function sandboxAt(url: string): Promise<string | undefined> {
  try {
    const challenge = randomBytes(16).toString('hex');
    const reply = await fetch(`${url}${identityPath}?challenge=${challenge}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(longestAnswer),
    });
    const { adc, proof } = (await reply.json()) as Readonly<Record<string, unknown>>;
    if (typeof adc !== 'string') return undefined;
    const account = readExternalAccount(adc, await readOwn(adc));
    // Whoever answers names the file: neither another address nor another secret may stand in it.
    const secretFile = path.join(path.dirname(adc), 'subject.txt');
    if (account === undefined || account.exchange.subjectFile !== secretFile) return undefined;
    if (addressOf(account.exchange.tokenUrl) !== addressOf(url)) return undefined;
    const secret = await readOwn(secretFile);
    return proof === createHmac('sha256', secret).update(challenge).digest('hex') ? adc : undefined;
  } catch {
    return undefined; // nobody is there, or somebody else
  }
}

/** The text of a small plain file of this user. */
async function readOwn(file: string): Promise<string> {
  const { uid, size, isFile } = await lstat(file).then((stats) => ({ ...stats, isFile: stats.isFile() }));
  const isOurs = process.getuid === undefined || uid === process.getuid(); // Windows has no such number
  if (!isFile || !isOurs || size > longestFile)
    throw new Error(l10n.t("The file doesn't belong to a sandbox of this user."));
  return readFile(file, 'utf8');
}

function addressOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port}`;
}
