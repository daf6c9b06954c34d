/**
 * Google's hosts as an unmodified client reaches them, on this machine: a CONNECT proxy joins every tunnel to
 * *.googleapis.com to a TLS server of ours, which passes what it is asked on to the sandbox, or answers as a test says.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type RunningSandbox, startSandbox } from '../contract/sandboxProcess';

/** A request as Google would have seen it. */
export interface Asked {
  readonly host: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly quotaProject: string | undefined;
  readonly userAgent: string;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export class GoogleOnLoopback {
  readonly asked: Asked[] = [];
  /** What is answered instead of the sandbox's answer. */
  answer: (asked: Asked, body: string) => Reply | undefined = () => undefined;

  constructor(
    readonly sandbox: RunningSandbox,
    /** An empty home folder, with room for gcloud's credentials. */
    readonly home: string,
    /** For the environment of the client. */
    readonly env: Readonly<Record<string, string>>,
    private readonly close: () => Promise<void>,
  ) {}

  stop(): Promise<void> {
    return this.close();
  }

  /** Signs in with gcloud as an account of the sandbox's. */
  async loginWithGcloud(more: { quota_project_id?: string } = {}): Promise<void> {
    await this.writeCredentials({ ...(await this.userCredentials()), ...more });
  }

  /** What `gcloud auth application-default login` writes. */
  async userCredentials() {
    const client = { client_id: 'gcloud.apps.googleusercontent.com', client_secret: 'gcloud-secret' };
    const refreshToken = await refreshTokenFor(this.sandbox.url, client.client_id);
    return { type: 'authorized_user', ...client, refresh_token: refreshToken };
  }

  /** Puts a credentials file where gcloud keeps it. */
  async writeCredentials(content: object): Promise<void> {
    const file = path.join(this.home, '.config', 'gcloud', 'application_default_credentials.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(content));
  }
}

export async function startGoogleOnLoopback(): Promise<GoogleOnLoopback> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tunewright-google-'));
  const home = path.join(folder, 'home');
  await mkdir(home);
  const sandbox = await startSandbox();
  const { key, cert, certFile } = await certificate(folder);
  const tls = createTlsServer({ key, cert }, (incoming, outgoing) => {
    void serve(google, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const tlsPort = await listen(tls);
  const proxy = connectProxy(tlsPort);
  const proxyPort = await listen(proxy);
  const env = {
    HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
    NO_PROXY: '127.0.0.1',
    NODE_EXTRA_CA_CERTS: certFile,
    HOME: home,
    CLOUDSDK_CONFIG: '',
    GOOGLE_APPLICATION_CREDENTIALS: '',
    GOOGLE_CLOUD_PROJECT: '',
    METADATA_SERVER_DETECTION: 'none',
  };
  const google: GoogleOnLoopback = new GoogleOnLoopback(sandbox, home, env, async () => {
    for (const server of [tls, proxy]) {
      server.close();
      server.closeAllConnections();
    }
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return google;
}

async function serve(
  google: GoogleOnLoopback,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const one = (name: string) => [incoming.headers[name]].flat()[0];
  const asked: Asked = {
    host: one('host') ?? '',
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    authorization: one('authorization'),
    quotaProject: one('x-goog-user-project'),
    userAgent: one('user-agent') ?? '',
  };
  google.asked.push(asked);
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const reply = google.answer(asked, body.toString());
  if (reply) {
    outgoing.writeHead(reply.status, { 'content-type': 'application/json; charset=UTF-8' });
    outgoing.end(JSON.stringify(reply.body));
    return;
  }
  const { host } = new URL(google.sandbox.url);
  const onward = request(google.sandbox.url + asked.path, {
    method: asked.method,
    headers: { ...incoming.headers, host },
  });
  onward.end(body);
  const [answer] = (await once(onward, 'response')) as [IncomingMessage];
  const location = answer.headers.location?.replace(google.sandbox.url, `https://${asked.host}`);
  outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...(location && { location }) });
  answer.pipe(outgoing);
}

function connectProxy(tlsPort: number): Server {
  const proxy = createServer((_, response) => response.writeHead(502).end());
  return proxy.on('connect', (incoming, client, head) => {
    if (!/^([a-z0-9-]+\.)+googleapis\.com:443$/.test(incoming.url ?? '')) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const onward = connect(tlsPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(client);
      client.pipe(onward);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
  });
}

async function certificate(folder: string): Promise<{ key: Buffer; cert: Buffer; certFile: string }> {
  const keyFile = path.join(folder, 'key.pem');
  const certFile = path.join(folder, 'cert.pem');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=googleapis.com'],
    ...[
      '-addext',
      'subjectAltName=DNS:*.googleapis.com,DNS:*.us.rep.googleapis.com,DNS:*.eu.rep.googleapis.com',
      '-keyout',
      keyFile,
      '-out',
      certFile,
    ],
  ]);
  return { key: await readFile(keyFile), cert: await readFile(certFile), certFile };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function refreshTokenFor(url: string, clientId: string): Promise<string> {
  const redirectUri = 'http://127.0.0.1:1';
  const form = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    decision: 'allow',
  });
  const back = await fetch(`${url}/o/oauth2/v2/auth`, { method: 'POST', body: form, redirect: 'manual' });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const exchange = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
  });
  const reply = await fetch(`${url}/token`, { method: 'POST', body: exchange });
  const { refresh_token: token } = (await reply.json()) as { refresh_token?: string };
  if (!token) throw new Error(`The sandbox gave no refresh token: ${reply.status}`);
  return token;
}
