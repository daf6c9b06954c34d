import * as vscode from 'vscode';
import type { Severities } from '../../../dataset/checking/rule';
import type { DocumentOptions } from '../../../dataset/document/documentOptions';
import { rules } from '../../../dataset/rules/index';
import type { Target } from '../../../dataset/targets/target';
import { isPeek } from './jsonlFiles';
import type { ProjectFiles } from './projectFiles';

const section = 'tunewright.dataset';
const chosenFormats = 'tunewright.chosenFormats';

const ofFileOff: Severities = Object.fromEntries(
  rules.filter(({ scope }) => scope === 'file').map(({ id }) => [id, 'off']),
);

/** What settings are chosen by. */
type DatasetFile = Pick<vscode.TextDocument, 'uri' | 'languageId'>;

/**
 * What was decided about training files: format, target, severities. What is set for the workspace comes before the
 * project file, and that before the settings of the user.
 */
export class DatasetSettings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  /**
   * @param memory of the workspace: the formats that were chosen for single files
   * @param countTokens exactly; absent where nothing can: no example is held to a limit of tokens
   */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly projects: ProjectFiles,
    private readonly countTokens?: DocumentOptions['countTokens'],
  ) {
    this.#subscriptions = vscode.Disposable.from(
      projects.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section)) this.#changed.fire();
      }),
    );
  }

  /** The answers of a person are taken as they are; what nobody knows, such as an unknown format, has no effect. */
  optionsFor(document: vscode.TextDocument): DocumentOptions {
    const options = { ...this.#optionsFor(document), encoding: document.encoding };
    // Of the first rows nothing is known of the file.
    return isPeek(document) ? { ...options, severities: { ...options.severities, ...ofFileOff } } : options;
  }

  /** Of a file that is no document, for it is too large. */
  optionsForFile(uri: vscode.Uri): DocumentOptions {
    return this.#optionsFor({ uri, languageId: 'jsonl' });
  }

  #optionsFor(document: DatasetFile): DocumentOptions {
    const settings = vscode.workspace.getConfiguration(section, document.uri);
    const project = this.projects.decisionsFor(document.uri);
    const format = this.chosenFormat(document) ?? project?.format ?? formatByPattern(settings, document);
    const target =
      ofWorkspace<string>(settings, 'target') ?? project?.target ?? settings.get<string>('target');
    return {
      severities: {
        ...settings.get<Severities>('severities', {}),
        ...project?.severities,
        ...ofWorkspace<Severities>(settings, 'severities'),
      },
      addedTargets: settings.get<readonly Target[]>('addedTargets', []),
      ...(this.countTokens ? { countTokens: this.countTokens } : {}),
      ...(target ? { target } : {}),
      ...(format ? { format } : {}),
    };
  }

  /** Targets that the user has described, with their prices. */
  get addedTargets(): readonly Target[] {
    return vscode.workspace.getConfiguration(section).get<readonly Target[]>('addedTargets', []);
  }

  chosenFormat({ uri }: Pick<DatasetFile, 'uri'>): string | undefined {
    return this.memory.get<Record<string, string>>(chosenFormats, {})[uri.toString()];
  }

  /** For one file; undefined goes back to what the lines look like. */
  async chooseFormat({ uri }: vscode.TextDocument, format: string | undefined): Promise<void> {
    const { [uri.toString()]: _, ...others } = this.memory.get<Record<string, string>>(chosenFormats, {});
    await this.memory.update(
      chosenFormats,
      format === undefined ? others : { ...others, [uri.toString()]: format },
    );
    this.#changed.fire();
  }

  /** Kept with the workspace when there is one. */
  async chooseTarget(document: vscode.TextDocument, target: string | undefined): Promise<void> {
    const where = vscode.workspace.workspaceFolders
      ? vscode.ConfigurationTarget.Workspace
      : vscode.ConfigurationTarget.Global;
    await vscode.workspace.getConfiguration(section, document.uri).update('target', target, where);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

/** A setting's value for the workspace or one of its folders. */
function ofWorkspace<Value>(settings: vscode.WorkspaceConfiguration, key: string): Value | undefined {
  const set = settings.inspect<Value>(key);
  return set?.workspaceFolderValue ?? set?.workspaceValue;
}

/** The first pattern that matches. One without a leading slash is relative to the workspace folder, or to any folder. */
function formatByPattern(settings: vscode.WorkspaceConfiguration, document: DatasetFile): string | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const patterns = Object.entries(settings.get<Record<string, string>>('formats', {}));
  const found = patterns.find(([glob]) => {
    const pattern = folder && !glob.startsWith('/') ? new vscode.RelativePattern(folder, glob) : glob;
    return vscode.languages.match({ pattern }, document as vscode.TextDocument) > 0; // asks for no more of it
  });
  return found?.[1];
}
