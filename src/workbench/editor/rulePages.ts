import * as vscode from 'vscode';
import { findRule } from '../../dataset/rules/index';

const scheme = 'tunewright-rule';

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
