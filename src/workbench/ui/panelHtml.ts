import * as vscode from 'vscode';
import { base64Of } from '../../base/base64';

/**
 * The page of a panel: one script and one style sheet of ours, nothing from elsewhere.
 * @param pictures `data:` for a page that is given pictures in messages
 */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  panel: string,
  pictures: 'data:' | '' = '',
): string {
  const nonce = base64Of(crypto.getRandomValues(new Uint8Array(16)));
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(panelFolder(extensionUri), name));
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} ${pictures}`.trim(),
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${file(`${panel}.css`)}">
    <title>${panel}</title>
  </head>
  <body>
    <main id="root"></main>
    <script nonce="${nonce}" src="${file(`${panel}.js`)}"></script>
  </body>
</html>`;
}

/** The only folder that a panel can read from. */
export function panelFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webviews');
}
