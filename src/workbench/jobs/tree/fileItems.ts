import * as vscode from 'vscode';
import { isolated } from '../../../base/isolated';
import { resultsEnding } from '../../../evaluation/results/records';
import { planEnding } from '../../../tuning/launch/planNames';
import { viewTypes } from '../../ui/viewTypes';
import { labelled } from './rowItems';
import type { FileNode, FolderNode } from './tuningNodes';

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

export function folderItem({ kind }: FolderNode): vscode.TreeItem {
  const labels: Record<FolderNode['kind'], string> = {
    plans: vscode.l10n.t('Plans'),
    evaluations: vscode.l10n.t('Evaluations'),
    datasets: vscode.l10n.t('Datasets'),
  };
  const item = new vscode.TreeItem(labels[kind], kind === 'plans' ? Expanded : Collapsed);
  item.id = kind;
  item.iconPath = new vscode.ThemeIcon('folder');
  item.contextValue = kind;
  return labelled(item, vscode.l10n.t('{0} in this workspace', labels[kind]));
}

/** A file of the workspace by its name, without the ending that all of its kind have. */
export function fileItem({ kind, uri }: FileNode): vscode.TreeItem {
  const address = vscode.Uri.parse(uri, true);
  const path = vscode.workspace.asRelativePath(address);
  const file = path.split('/').at(-1) ?? path;
  const { ending, icon, label, open } = kinds()[kind];
  const name = file.slice(0, file.length - ending.length);
  const item = new vscode.TreeItem(isolated(name), None);
  item.id = `${kind}:${uri}`;
  item.description = isolated(path.slice(0, -file.length).replace(/\/$/, ''));
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = kind;
  item.resourceUri = address;
  item.tooltip = isolated(path);
  item.command = { ...open, arguments: [address, ...(open.arguments ?? [])] };
  return labelled(item, name, label, item.description);
}

function kinds() {
  const asText = (title: string): vscode.Command => ({ command: 'vscode.open', title });
  return {
    plan: {
      ending: planEnding,
      icon: 'checklist',
      label: vscode.l10n.t('plan file'),
      open: asText(vscode.l10n.t('Open Plan')),
    },
    evaluation: {
      ending: resultsEnding,
      icon: 'graph',
      label: vscode.l10n.t('evaluation results'),
      open: {
        command: 'vscode.openWith',
        title: vscode.l10n.t('Show Results'),
        arguments: [viewTypes.evaluation],
      },
    },
    dataset: {
      ending: '',
      icon: 'file',
      label: vscode.l10n.t('dataset'),
      open: asText(vscode.l10n.t('Open Dataset')),
    },
  } satisfies Record<FileNode['kind'], { ending: string; icon: string; label: string; open: vscode.Command }>;
}
