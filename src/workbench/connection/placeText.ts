import * as vscode from 'vscode';
import type { Workbench } from '../workbench';
import { chosenCredentials } from './checkSetup/checkSetup';

/** Where the services are, in words: the sandbox, or the project and in whose name. Empty while not connected. */
export async function placeText({
  connections,
  credentials,
}: Pick<Workbench, 'connections' | 'credentials'>): Promise<string> {
  switch (connections.kind) {
    case 'none':
      return '';
    case 'sandbox':
      return vscode.l10n.t('Sandbox (stand-in model)');
    case 'google': {
      const { project } = await connections.connect(AbortSignal.timeout(30_000));
      return `${project} · ${(await chosenCredentials(credentials)).label}`;
    }
  }
}
