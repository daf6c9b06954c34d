import * as vscode from 'vscode';
import { findRule } from '../../../dataset/rules/index';

const scheme = 'tunewright-rule';

/** The code of a diagnostic that no rule of ours makes: the service has left the example out. */
export const droppedCode = 'dropped-by-service';

/** Where the code of a diagnostic leads: the rule's page, which the extension holds itself, so that it opens offline. */
export function ruleLink(rule: string): vscode.Uri {
  const args = encodeURIComponent(JSON.stringify([rule]));
  return vscode.Uri.parse(`command:tunewright.showRule?${args}`);
}

export function serveRulePages(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: ({ path }) => pageOf(path.slice(1).replace(/\.md$/, '')),
  });
}

export async function showRulePage(rule: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme, path: `/${rule}.md` });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

function pageOf(id: string): string {
  if (id === droppedCode) return droppedPage();
  const rule = findRule(id);
  if (!rule) return vscode.l10n.t('No rule of Tunewright has the name `{0}`.', id);
  const setting = `"tunewright.dataset.severities": { "${id}": "warning" }`;
  return [
    `# ${rule.title}`,
    `\`${id}\` · ${vscode.l10n.t('severity: {0}', rule.severity)} · ${
      rule.fix ? vscode.l10n.t('has a quick fix') : vscode.l10n.t('no quick fix')
    }`,
    rule.description,
    `## ${vscode.l10n.t('Another severity')}`,
    vscode.l10n.t('In the settings, one of `error`, `warning`, `info`, `hint` and `off`:'),
    `\`\`\`json\n${setting}\n\`\`\``,
  ].join('\n\n');
}

function droppedPage(): string {
  return [
    `# ${vscode.l10n.t('An example was left out of the training')}`,
    `\`${droppedCode}\``,
    vscode.l10n.t(
      'The service read the training file, left this example out, and went on without it. The message gives its reason. It names only a part of the examples when many were left out.',
    ),
    vscode.l10n.t(
      'The line is found by its text, also after other lines were changed. Mend the example and the message goes away; it counts in the next training. If it may stay as it is, dismiss the message with the quick fix.',
    ),
  ].join('\n\n');
}
