import * as vscode from 'vscode';
import { jsonLinesName } from '../../dataset/files/fileNames';
import {
  type ChatModelInformation,
  type ChatModelProvider,
  registerChatProvider,
} from '../chat/chatProviderApi';
import type { Account } from '../connection/signIn/accounts';
import { jsonlFiles } from '../editor/documents/jsonlFiles';
import { exampleScheme } from '../editor/examples/exampleScheme';
import { planFiles } from '../launch/plan/planSelector';
import { settings } from '../ui/settings';
import { type RestoredPage, viewTypes } from '../ui/viewTypes';

/** Editors whose edits VS Code undoes. */
interface UndoingEditors extends vscode.CustomEditorProvider {
  readonly onDidChangeCustomDocument: vscode.Event<
    vscode.CustomDocumentEditEvent | vscode.CustomDocumentContentChangeEvent
  >;
}

/** What VS Code asks of a workbench by name. */
export interface OpenWorkbench {
  /** @param command its name in package.json without the prefix */
  run(command: string, args: readonly unknown[]): Promise<void>;
  openLink(link: vscode.Uri): Promise<void>;
  readonly pages: Readonly<Record<RestoredPage, vscode.WebviewPanelSerializer>>;
  readonly results: vscode.CustomReadonlyEditorProvider;
  readonly datasetViews: {
    readonly dataset: vscode.CustomTextEditorProvider;
    readonly largeDataset: UndoingEditors;
  };
  readonly examples: ExampleProvider;
  /** What the user is told, and asked, before a tool runs. @param title of the tool, for people */
  prepareTool(tool: string, title: string, input: object): Promise<vscode.PreparedToolInvocation>;
  /** @param tool its name in package.json without the prefix */
  runTool(
    tool: string,
    options: vscode.LanguageModelToolInvocationOptions<object>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult>;
  /** Tuned models in VS Code's chat. */
  chatModels(): Promise<OpenChatModels>;
  signIn(): Promise<Account>;
  signOut(account: Account): Promise<void>;
}

export interface OpenChatModels {
  readonly onDidChange: vscode.Event<void>;
  list(): Promise<ChatModelInformation[]>;
  respond(...request: Parameters<ChatModelProvider['provideLanguageModelChatResponse']>): Promise<void>;
  count(said: Parameters<ChatModelProvider['provideTokenCount']>[1]): Promise<number>;
}

/** What of a file system examples have: one file each, that nobody makes, moves or deletes. */
export type ExampleProvider = Pick<
  vscode.FileSystemProvider,
  'onDidChangeFile' | 'stat' | 'readFile' | 'writeFile'
>;

type Open = () => Promise<OpenWorkbench>;

/** The commands of package.json. */
export function registerCommands(
  extension: vscode.Extension<unknown>,
  open: () => Promise<Pick<OpenWorkbench, 'run'>>,
): vscode.Disposable {
  const { contributes } = extension.packageJSON as {
    contributes: { commands: readonly { command: string }[] };
  };
  return vscode.Disposable.from(
    ...contributes.commands.map(({ command }) =>
      vscode.commands.registerCommand(command, async (...args: unknown[]) =>
        (await open()).run(command.replace('tunewright.', ''), args),
      ),
    ),
  );
}

/** The tools of package.json, for agents. A chat asks before each call, and names what is changed. */
export function registerTools(extension: vscode.Extension<unknown>, open: Open): vscode.Disposable {
  const { contributes } = extension.packageJSON as {
    contributes: { languageModelTools: readonly { name: string; displayName: string }[] };
  };
  return vscode.Disposable.from(
    ...contributes.languageModelTools.map(({ name, displayName }) => {
      const tool = name.replace('tunewright_', '');
      return vscode.lm.registerTool<object>(name, {
        prepareInvocation: async ({ input }) => (await open()).prepareTool(tool, displayName, input),
        invoke: async (options, token) => (await open()).runTool(tool, options, token),
      });
    }),
  );
}

/** Who provides models in VS Code's chat, as in package.json. */
const chatVendor = 'tunewright';

/** Tuned models in VS Code's chat. None, and nothing is loaded, while the setting is off and in Restricted Mode. */
export function registerChatModels(open: Open): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  let models: Promise<OpenChatModels> | undefined;
  const opened = () => {
    models ??= open().then(async (workbench) => {
      const made = await workbench.chatModels();
      made.onDidChange(() => changed.fire());
      return made;
    });
    return models;
  };
  const isOn = () => settings.chatModels.value === true && vscode.workspace.isTrusted;
  const provider: ChatModelProvider = {
    onDidChangeLanguageModelChatInformation: changed.event,
    provideLanguageModelChatInformation: async () => (isOn() ? (await opened()).list() : []),
    async provideLanguageModelChatResponse(...request) {
      if (!isOn()) throw new Error(vscode.l10n.t('Tuned models in chat are off (`tunewright.chat.models`).'));
      return (await opened()).respond(...request);
    },
    provideTokenCount: async (_, said) => (await opened()).count(said),
  };
  return vscode.Disposable.from(
    changed,
    settings.chatModels.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    registerChatProvider(chatVendor, provider),
  );
}

/** Links to us: `vscode://tunewright.tunewright/…`. VS Code asks the user before it passes one on. */
export function registerLinks(open: Open): vscode.Disposable {
  return vscode.window.registerUriHandler({ handleUri: async (link) => (await open()).openLink(link) });
}

/** The pages that are there again after a reload, and the editors of results and datasets. */
export function registerPages(open: Open): vscode.Disposable {
  const restored = ['compareDatasets', 'compareRuns', 'jobPage', 'playground'] as const;
  return vscode.Disposable.from(
    ...restored.map((page) =>
      vscode.window.registerWebviewPanelSerializer(viewTypes[page], {
        async deserializeWebviewPanel(panel, state) {
          await (await open()).pages[page].deserializeWebviewPanel(panel, state);
        },
      }),
    ),
    vscode.window.registerCustomEditorProvider(
      viewTypes.evaluation,
      {
        openCustomDocument: (uri) => ({ uri, dispose() {} }),
        async resolveCustomEditor(document, panel, token) {
          await (await open()).results.resolveCustomEditor(document, panel, token);
        },
      },
      severalPanels,
    ),
    vscode.window.registerCustomEditorProvider(
      viewTypes.dataset,
      {
        async resolveCustomTextEditor(document, panel, token) {
          await (await open()).datasetViews.dataset.resolveCustomTextEditor(document, panel, token);
        },
      },
      severalPanels,
    ),
    vscode.window.registerCustomEditorProvider(viewTypes.largeDataset, largeDatasets(open), severalPanels),
  );
}

function largeDatasets(open: Open): UndoingEditors {
  const changed = new vscode.EventEmitter<
    vscode.CustomDocumentEditEvent | vscode.CustomDocumentContentChangeEvent
  >();
  let editors: Promise<UndoingEditors> | undefined;
  const opened = () => {
    editors ??= open().then(({ datasetViews: { largeDataset } }) => {
      largeDataset.onDidChangeCustomDocument((event) => changed.fire(event));
      return largeDataset;
    });
    return editors;
  };
  return {
    onDidChangeCustomDocument: changed.event,
    openCustomDocument: async (...args) => (await opened()).openCustomDocument(...args),
    resolveCustomEditor: async (...args) => (await opened()).resolveCustomEditor(...args),
    saveCustomDocument: async (...args) => (await opened()).saveCustomDocument(...args),
    saveCustomDocumentAs: async (...args) => (await opened()).saveCustomDocumentAs(...args),
    revertCustomDocument: async (...args) => (await opened()).revertCustomDocument(...args),
    backupCustomDocument: async (...args) => (await opened()).backupCustomDocument(...args),
  };
}

const severalPanels = { supportsMultipleEditorsPerDocument: true };

/** Examples as files. */
export function registerExampleFiles(open: Open): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  let files: Promise<ExampleProvider> | undefined;
  const opened = () => {
    files ??= open().then(({ examples }) => {
      examples.onDidChangeFile((events) => changed.fire(events));
      return examples;
    });
    return files;
  };
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: changed.event,
    stat: async (uri) => (await opened()).stat(uri),
    readFile: async (uri) => (await opened()).readFile(uri),
    writeFile: async (uri, content, options) => (await opened()).writeFile(uri, content, options),
    watch: () => new vscode.Disposable(() => {}),
    readDirectory: () => [],
    createDirectory: () => refuse(),
    delete: () => refuse(),
    rename: () => refuse(),
  };
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerFileSystemProvider(exampleScheme, provider, { isCaseSensitive: true }),
  );
}

/** Opens the workbench when its view is shown; the tree takes the place of this. */
export function registerView(open: Open): vscode.Disposable {
  return vscode.window.registerTreeDataProvider<never>(viewTypes.tuning, {
    getTreeItem: (none) => none,
    async getChildren() {
      await open();
      return [];
    },
  });
}

/** Opens the workbench as soon as a document is open that it shows something in. */
export function followDocuments(open: Open): vscode.Disposable {
  const isOurs = (document: vscode.TextDocument) =>
    vscode.languages.match([jsonlFiles, planFiles].flat(), document) > 0;
  if (vscode.workspace.textDocuments.some(isOurs)) void open();
  // A file that is too large for documents has a tab only.
  const isOurTab = ({ input }: vscode.Tab) =>
    input instanceof vscode.TabInputText && jsonLinesName.test(input.uri.path);
  if (vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(isOurTab))) void open();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
      if (opened.some(isOurTab)) void open();
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (isOurs(document)) void open();
    }),
  );
}

function refuse(): never {
  throw vscode.FileSystemError.NoPermissions();
}
