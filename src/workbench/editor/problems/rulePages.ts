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
  if (!rule) return vscode.l10n.t('Unknown rule `{0}`.', id);
  const setting = `"tunewright.dataset.severities": { "${id}": "warning" }`;
  return [
    `# ${rule.title}`,
    `\`${id}\` · ${vscode.l10n.t('default severity: {0}', rule.severity)} · ${
      rule.fix ? vscode.l10n.t('has a quick fix') : vscode.l10n.t('no quick fix')
    }`,
    rule.description,
    `## ${vscode.l10n.t('Change the severity')}`,
    vscode.l10n.t('In settings, use `error`, `warning`, `info`, `hint`, or `off`:'),
    `\`\`\`json\n${setting}\n\`\`\``,
  ].join('\n\n');
}

function droppedPage(): string {
  return [
    `# ${vscode.l10n.t('Example dropped from training')}`,
    `\`${droppedCode}\``,
    vscode.l10n.t(
      'The service read the training file, dropped this example, and trained without it. The message shows the reason. If many examples were dropped, the service lists only some of them.',
    ),
    vscode.l10n.t(
      'Tunewright finds the line by its text, even after you edit other lines. When you fix the example, the message goes away, and the example is used the next time you tune. To keep the example as it is, ignore the message with the quick fix.',
    ),
  ].join('\n\n');
}
