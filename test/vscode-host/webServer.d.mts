export interface WebServerOptions {
  /** Folder of our extension as it is shipped. */
  extension: string;
  /** By name: what the folder holds that is open. */
  files: Readonly<Record<string, string>>;
  settings: Readonly<Record<string, unknown>>;
}

/** A running server of static files, on 127.0.0.1 only. */
export interface WebServer {
  /** The page that shows the folder. */
  address: string;
  /** What was asked for so far: "GET /vscode/…". */
  requests: readonly string[];
  stop(): Promise<void>;
}

export function startWebServer(options: WebServerOptions): Promise<WebServer>;
