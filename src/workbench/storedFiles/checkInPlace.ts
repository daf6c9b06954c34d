import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Severity } from '../../dataset/checking/problem';
import { findingsByRule, type RuleFindings } from '../../dataset/report/byRule';
import { findRule } from '../../dataset/rules/index';
import { FileScan, readSource } from '../../dataset/scan/fileScan';
import { ScanThread, streamedSource } from '../../dataset/scan/streamedSource';
import { nameOf } from '../../tuning/google/storage/storedObject';
import type { ByteRange, StoredFile } from '../../tuning/google/storage/trainingStorage';
import { sizeText } from '../jobs/tree/leftoverText';
import { storageOf } from '../launch/storedFile';
import { signalOf } from '../ui/cancellation';
import { examplesText, numberText, problemsText } from '../ui/numberFormat';
import { readOnlyTextUri } from '../ui/readOnlyText';
import type { Workbench } from '../workbench';
import { downloadAndOpen } from './downloadAndOpen';

/** Of each rule so many lines are told. */
const mostTold = 20;

interface Checked {
  readonly scan: FileScan;
  readonly findings: readonly RuleFindings[];
}

/**
 * Checks all rows of an object while they arrive, and tells the problems by rule.
 * @param script of the thread, where it isn't beside our own
 */
export async function checkInPlace(workbench: Workbench, object: StoredFile, script?: string): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Checking {0}', object.uri),
    cancellable: true,
  };
  const { scan, findings } = await vscode.window.withProgress(options, (progress, token) => {
    let percent = 0;
    const onRead = (bytes: number) => {
      const now = Math.floor((bytes / object.bytes) * 100);
      if (now > percent) {
        const message = vscode.l10n.t('{0} of {1}', sizeText(bytes), sizeText(object.bytes));
        progress.report({ increment: now - percent, message });
      }
      percent = Math.max(percent, now);
    };
    return check(workbench, object, { onRead, script }, signalOf(token));
  });
  const problems = findings.reduce((sum, { count }) => sum + count, 0);
  const message = vscode.l10n.t(
    '{0} has {1} in {2}.',
    nameOf(object),
    problemsText(problems),
    examplesText(scan.examples),
  );
  if (problems === 0) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const uri = readOnlyTextUri(`${nameOf(object)}.txt`, randomUUID(), report(object, { scan, findings }));
  await vscode.window.showTextDocument(uri);
  const download = vscode.l10n.t('Download and Open…');
  if ((await vscode.window.showWarningMessage(message, download)) === download)
    await downloadAndOpen(workbench, object);
}

async function check(
  workbench: Workbench,
  object: StoredFile,
  { onRead, script }: { readonly onRead: (bytes: number) => void; readonly script: string | undefined },
  signal: AbortSignal,
): Promise<Checked> {
  const decided = workbench.datasetSettings.optionsForFile(vscode.Uri.parse(object.uri));
  const { severities = {}, addedTargets = [], target, format } = decided;
  const options = {
    mustTune: true,
    // Settings as VS Code gives them cannot be sent to a thread.
    severities: JSON.parse(JSON.stringify(severities)),
    addedTargets: JSON.parse(JSON.stringify(addedTargets)),
    ...(target === undefined ? {} : { target }),
    ...(format === undefined ? {} : { format }),
  };
  const content = (range?: ByteRange) => storageOf(workbench).content(object, range, signal);
  const thread = new ScanThread(script);
  try {
    const file = { name: object.uri, size: object.bytes, content };
    const scan = new FileScan(await readSource(streamedSource(file, thread, onRead), options));
    return { scan, findings: await findingsByRule(scan, mostTold) };
  } finally {
    await thread.close();
  }
}

function report(object: StoredFile, { scan, findings }: Checked): string {
  const facts = [sizeText(object.bytes), examplesText(scan.examples), scan.exampleFormat?.label ?? ''];
  const parts = findings.map(({ rule, severity, count, first }) => {
    const lines = first.map(
      ({ line, message }) => `  ${vscode.l10n.t('Line {0}', numberText(line + 1))}: ${message}`,
    );
    const more = count - first.length;
    return [
      `${severityText(severity)}: ${findRule(rule)?.title ?? rule} (${numberText(count)})`,
      ...lines,
      ...(more > 0 ? [`  ${vscode.l10n.t('… and {0} more', numberText(more))}`] : []),
    ].join('\n');
  });
  return `${object.uri}\n${facts.filter(Boolean).join(' · ')}\n\n${parts.join('\n\n')}\n`;
}

function severityText(severity: Severity): string {
  const texts: Readonly<Record<Severity, string>> = {
    error: vscode.l10n.t('Error'),
    warning: vscode.l10n.t('Warning'),
    info: vscode.l10n.t('Information'),
    hint: vscode.l10n.t('Hint'),
  };
  return texts[severity];
}
