/** Where a server keeps its things, and what it is told. */
export interface ServerOptions {
  /** Everything that the server writes: settings, state, logs. Made when missing. */
  dataDir: string;
  /** Installed extensions; `dataDir/extensions` when absent. */
  extensionsDir?: string;
  /** Set in the user's and in the machine's settings, beside quiet defaults and what is there already. */
  settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server, hence of the extension host. */
  env?: Readonly<Record<string, string>>;
  /** The built-in extensions that there are, by their folders' names; all of them when absent. */
  builtIn?: readonly string[];
  /** False shows the window in Restricted Mode until the user trusts the folder. Default true. */
  trusted?: boolean;
  /**
   * True makes windows honour the development and test paths of their address, and hides notifications: for
   * tests inside the extension host only. Default false.
   */
  testDriver?: boolean;
  /** Of all logs, those of extensions too. Default `info`. */
  logLevel?: 'trace' | 'info';
}

/** What a window opens. Paths are absolute. */
export interface Target {
  folder?: string;
  extensionDevelopmentPaths?: readonly string[];
  extensionTestsPath?: string;
  openFile?: string;
}

/** A running server, on 127.0.0.1 only. */
export interface Server {
  port: number;
  /** The `vscode-remote:` URI by which this server's windows know a file. */
  uri(file: string): string;
  /** The page that shows the target; it holds the server's secret token. */
  address(target: Target): string;
  /** Changes settings, the others stay; open windows follow within a second or so. */
  changeSettings(changed: Readonly<Record<string, unknown>>): Promise<void>;
  extensionHostLog(): Promise<string>;
  /** What the server printed so far. */
  output(): string;
  /** Resolves, to a sentence, when the server ends. */
  ended: Promise<string>;
  /** Ends the server and everything that it started. */
  stop(): Promise<void>;
}

export const metByOurs: readonly string[];
export function startServer(options: ServerOptions): Promise<Server>;
