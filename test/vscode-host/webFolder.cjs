// An extension for VS Code in a browser: the folder that is open, in memory, below an address as github.dev has it.
// biome-ignore lint/style/noRestrictedImports: it is an extension
const vscode = require('vscode');

const root = '/tests/data/';
/** By path. */
let contents;

exports.activate = (context) => {
  const file = vscode.Uri.joinPath(context.extensionUri, 'files.json');
  contents ??= vscode.workspace.fs.readFile(file).then((json) => {
    const files = Object.entries(JSON.parse(new TextDecoder().decode(json)));
    return new Map(files.map(([name, text]) => [root + name, new TextEncoder().encode(text)]));
  });
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('vscode-vfs', provider));
};

const provider = {
  onDidChangeFile: new vscode.EventEmitter().event,
  watch: () => new vscode.Disposable(() => {}),
  stat: async (uri) =>
    root.startsWith(`${uri.path.replace(/\/$/, '')}/`)
      ? { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
      : { type: vscode.FileType.File, ctime: 0, mtime: 0, size: (await contentOf(uri)).length },
  readDirectory: async () =>
    Array.from((await contents).keys(), (path) => [path.slice(root.length), vscode.FileType.File]),
  readFile: (uri) => contentOf(uri),
  writeFile: async (uri, content) => (await contents).set(uri.path, content),
  createDirectory: () => {},
  delete: async (uri) => (await contents).delete(uri.path),
  rename: () => {},
};

async function contentOf(uri) {
  const content = (await contents).get(uri.path);
  if (!content) throw vscode.FileSystemError.FileNotFound(uri);
  return content;
}
