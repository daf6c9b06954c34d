// VS Code for the web as vscode.dev has it: static files alone. Extensions run in the browser, and the folder that is open is
// in its memory, below an address as github.dev has it.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { installedHost } from './install.mjs';

const types = {
  '.cjs': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/**
 * @param {import('./webServer.mjs').WebServerOptions} options
 * @returns {Promise<import('./webServer.mjs').WebServer>}
 */
export async function startWebServer({ extension, files, settings }) {
  const { vscode } = installedHost();
  const requests = [];
  const folders = { '/vscode/': vscode, '/tunewright/': extension };
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const { pathname } = new URL(request.url, origin);
    const [prefix] = Object.keys(folders).filter((one) => pathname.startsWith(one));
    const made = await madeFor(pathname);
    if (made !== undefined) answer(response, made, types[path.extname(pathname)] ?? 'text/html');
    else if (prefix === undefined) response.writeHead(404).end();
    else sendFile(response, path.join(folders[prefix], decodeURIComponent(pathname.slice(prefix.length))));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const origin = `http://127.0.0.1:${port}`;

  async function madeFor(pathname) {
    if (pathname === '/')
      return page(await readFile(`${vscode}/out/vs/code/browser/workbench/workbench.html`, 'utf8'));
    if (pathname === '/vscode/out/vs/code/browser/workbench/workbench.js') return workbenchOf(vscode);
    if (pathname === '/folder/package.json') return JSON.stringify(folderManifest);
    if (pathname === '/folder/extension.js') return readFile('test/vscode-host/webFolder.cjs', 'utf8');
    if (pathname === '/folder/files.json') return JSON.stringify(files);
    return undefined;
  }

  function page(template) {
    const at = (location) => ({ scheme: 'http', authority: `127.0.0.1:${port}`, path: location });
    const configuration = {
      folderUri: { scheme: 'vscode-vfs', authority: 'github', path: '/tests/data' },
      additionalBuiltinExtensions: [at('/tunewright'), at('/folder')],
      webviewEndpoint: `${origin}/vscode/out/vs/workbench/contrib/webview/browser/pre/`,
      enableWorkspaceTrust: false,
      configurationDefaults: settings,
      productConfiguration: { enableTelemetry: false },
      userDataPath: '/',
      isEnabledFileDownloads: false,
      isEnabledFileUploads: false,
      isEnabledCoderGettingStarted: false,
    };
    const values = {
      WORKBENCH_WEB_CONFIGURATION: JSON.stringify(configuration).replaceAll('"', '&quot;'),
      WORKBENCH_WEB_BASE_URL: '/vscode',
      WORKBENCH_NLS_FALLBACK_URL: '/vscode/out/nls.messages.js',
      WORKBENCH_NLS_URL: '',
    };
    return template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name] ?? '');
  }

  return {
    address: `${origin}/`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** What makes this build, which is of a server, VS Code for the web again: no server, and settings in the browser. */
const withoutServer = [
  [/remoteAuthority:location\.host/, 'remoteAuthority:void 0'],
  [/(\.file\(this\.userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, '$1vscodeUserData'],
];

async function workbenchOf(vscode) {
  let script = await readFile(`${vscode}/out/vs/code/browser/workbench/workbench.js`, 'utf8');
  for (const [part, own] of withoutServer) {
    if (!part.test(script)) throw new Error(`The page of VS Code has no ${part}.`);
    script = script.replace(part, own);
  }
  return script;
}

function answer(response, content, type) {
  response.writeHead(200, { 'content-type': type }).end(content);
}

function sendFile(response, file) {
  const stream = createReadStream(file);
  stream.on('open', () => {
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
    stream.pipe(response);
  });
  stream.on('error', () => response.writeHead(404).end());
}

const folderManifest = {
  name: 'folder',
  publisher: 'tests',
  version: '1.0.0',
  engines: { vscode: '^1.101.0' },
  browser: './extension.js',
  activationEvents: ['onFileSystem:vscode-vfs', '*'],
};
