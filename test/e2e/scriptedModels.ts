/** The sandbox with models that answer what a test says: a server in front of it takes the prompts. */
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningSandbox, startSandbox, waitFor } from '../contract/sandboxProcess';

export interface Prompted {
  /** Resource name of the model. */
  readonly model: string;
  /** `GenerateContentRequest` as it was sent. */
  readonly body: {
    readonly contents: readonly {
      readonly role: string;
      readonly parts: readonly Record<string, unknown>[];
    }[];
    readonly systemInstruction?: { readonly parts: readonly { readonly text: string }[] };
    readonly generationConfig?: Readonly<Record<string, unknown>>;
    readonly safetySettings?: readonly object[];
  };
  /** Text of the last turn. */
  readonly text: string;
}

/** Pieces of text, or whole `GenerateContentResponse`s; a number is a pause in milliseconds. */
export type Answer = { readonly status: number; readonly error: object } | Iterable<string | number | object>;

export class ScriptedModels {
  readonly prompted: Prompted[] = [];
  /** Undefined leaves it to the sandbox's own model. */
  answer: (prompted: Prompted) => Answer | undefined = () => undefined;

  constructor(
    readonly sandbox: RunningSandbox,
    readonly url: string,
    /** Of the server in front: it must prove who it is, as a sandbox does. */
    readonly adc: string,
    /** For the settings of a window. */
    readonly settings: Readonly<Record<string, unknown>>,
    private readonly close: () => Promise<void>,
  ) {}

  stop(): Promise<void> {
    return this.close();
  }

  /** Tunes a model of the Gemini API. @returns its resource name */
  async tune(id: string, displayName: string): Promise<string> {
    const examples = [
      { textInput: '1', output: '2' },
      { textInput: '2', output: '3' },
    ];
    const name = `tunedModels/${id}`;
    await this.call('POST', `/v1beta/tunedModels?tunedModelId=${id}`, {
      displayName,
      baseModel: 'models/gemini-1.0-pro-001',
      tuningTask: { hyperparameters: { epochCount: 1 }, trainingData: { examples: { examples } } },
    });
    await waitFor(
      () => this.call('GET', `/v1beta/${name}`),
      (model) => 'state' in model && model.state === 'ACTIVE',
    );
    return name;
  }

  async call(method: string, address: string, body?: object): Promise<object> {
    const reply = await fetch(this.sandbox.url + address, {
      method,
      headers: { authorization: `Bearer ${await this.sandbox.token()}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const json = (await reply.json()) as object;
    if (!reply.ok) throw new Error(JSON.stringify(json));
    return json;
  }
}

export async function startScriptedModels(): Promise<ScriptedModels> {
  const sandbox = await startSandbox();
  const server = createServer((incoming, outgoing) => {
    void serve(models, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-scripted-'));
  const adc = await credentialsFor(url, sandbox, folder);
  await writeFile(path.join(folder, 'sandbox.json'), JSON.stringify({ url, adc }));
  const settings = { 'tunewright.connection': 'sandbox', 'tunewright.sandbox.folder': folder };
  const models: ScriptedModels = new ScriptedModels(sandbox, url, adc, settings, async () => {
    server.close();
    server.closeAllConnections();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return models;
}

/** The sandbox's credentials, for the address of the server in front of it. @returns the path of the file */
async function credentialsFor(url: string, sandbox: RunningSandbox, folder: string): Promise<string> {
  const from = path.dirname(sandbox.adc);
  const adc = path.join(folder, path.basename(sandbox.adc));
  const text = await readFile(sandbox.adc, 'utf8');
  await copyFile(path.join(from, 'subject.txt'), path.join(folder, 'subject.txt'));
  await writeFile(adc, text.replaceAll(sandbox.url, url).replaceAll(from, folder), { mode: 0o600 });
  return adc;
}

async function serve(
  models: ScriptedModels,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const model = /^\/v1(?:beta)?\/(.+):streamGenerateContent/.exec(incoming.url ?? '')?.[1];
  const answer = model === undefined ? undefined : answerTo(models, model, body.toString());
  if (answer) return stream(answer, outgoing);
  const { host } = new URL(models.sandbox.url);
  const onward = request(models.sandbox.url + incoming.url, {
    method: incoming.method,
    headers: { ...incoming.headers, host },
  });
  onward.end(body);
  const [reply] = (await once(onward, 'response')) as [IncomingMessage];
  if (incoming.url?.startsWith('/.well-known/')) {
    const { proof } = (await json(reply)) as { proof: string };
    outgoing.end(JSON.stringify({ adc: models.adc, proof }));
    return;
  }
  outgoing.writeHead(reply.statusCode ?? 500, reply.headers);
  reply.pipe(outgoing);
}

function answerTo(models: ScriptedModels, model: string, json: string): Answer | undefined {
  const body = JSON.parse(json) as Prompted['body'];
  const parts = body.contents.at(-1)?.parts ?? [];
  const prompted = { model, body, text: parts.map(({ text }) => text ?? '').join('') };
  models.prompted.push(prompted);
  return models.answer(prompted);
}

async function stream(answer: Answer, outgoing: ServerResponse): Promise<void> {
  if ('error' in answer) {
    outgoing.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8' });
    outgoing.end(JSON.stringify({ error: answer.error }));
    return;
  }
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
  outgoing.flushHeaders();
  const left = new AbortController();
  outgoing.once('close', () => left.abort());
  let last: object = end();
  for (const piece of answer) {
    if (outgoing.destroyed) return;
    if (typeof piece === 'number') await sleep(piece, undefined, { signal: left.signal });
    else if (typeof piece === 'string')
      await send(outgoing, { candidates: [{ content: { parts: [{ text: piece }] } }] });
    else last = piece;
  }
  await send(outgoing, last);
  outgoing.end();
}

async function send(outgoing: ServerResponse, event: object): Promise<void> {
  if (!outgoing.write(`data: ${JSON.stringify(event)}\r\n\r\n`)) await once(outgoing, 'drain');
}

/** The last event of an answer. */
export function end(finishReason = 'STOP', more: object = {}): object {
  return {
    candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, finishReason, ...more }],
    usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 5, thoughtsTokenCount: 7 },
  };
}
