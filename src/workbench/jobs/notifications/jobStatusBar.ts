import * as vscode from 'vscode';
import { hasEnded, type TuningJob } from '../../../tuning/contract/job';
import type { JobWatcher } from '../../../tuning/watch/jobWatcher';
import { plain } from '../../ui/markdownText';
import { numberText } from '../../ui/numberFormat';
import { describeJob } from '../tree/jobText';

/** More are counted in the tooltip, not named. */
const mostNamed = 10;

/** One quiet item while jobs run, such as `1 job · 42 %`. */
export function showJobStatus(watcher: JobWatcher): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('tunewright.jobs', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Tuning Jobs');
  let shown = '';
  let target = '';
  const update = () => {
    const running = watcher.allJobs().filter(({ state }) => !hasEnded(state));
    const now = running.map(nameAndState).join('\n');
    if (now === shown) return;
    shown = now;
    if (running.length === 0) return item.hide();
    item.text = `$(sync~spin) ${summary(running)}`;
    item.tooltip = tooltip(running);
    // VS Code drops a command object when it gets another, and a click that is under way with it.
    const wanted = running.length === 1 ? `${running[0]?.service} ${running[0]?.name}` : 'all';
    if (wanted !== target) item.command = command(running);
    target = wanted;
    item.accessibilityInformation = { label: spoken(running) };
    item.show();
  };
  update();
  return vscode.Disposable.from(watcher.onDidChange(update), item);
}

function nameAndState(job: TuningJob): string {
  return `${job.displayName}: ${describeJob(job)}`;
}

function summary(running: readonly TuningJob[]): string {
  const [job, ...others] = running;
  if (job === undefined || others.length > 0) return vscode.l10n.t('{0} jobs', numberText(running.length));
  const fraction = job.progress?.fraction;
  const one = vscode.l10n.t('1 job');
  return fraction === undefined ? one : `${one} · ${Math.floor(fraction * 100)}%`;
}

function tooltip(running: readonly TuningJob[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const job of running.slice(0, mostNamed)) {
    text.appendMarkdown(`**${plain(job.displayName)}** · ${plain(describeJob(job))}\n\n`);
  }
  const more = running.length - mostNamed;
  return more > 0 ? text.appendText(vscode.l10n.t('and {0} more', numberText(more))) : text;
}

/** A job's page when there is one job, else the view with all of them. */
function command(running: readonly TuningJob[]): vscode.Command {
  const [job, ...others] = running;
  if (job === undefined || others.length > 0)
    return { command: 'tunewright.tuning.focus', title: vscode.l10n.t('Show Jobs') };
  const { service, name, displayName } = job;
  return {
    command: 'tunewright.openJob',
    title: vscode.l10n.t('Open Job'),
    arguments: [{ service, name, displayName }],
  };
}

function spoken(running: readonly TuningJob[]): string {
  const jobs = running.slice(0, mostNamed).map(nameAndState).join('; ');
  return running.length === 1
    ? vscode.l10n.t('1 tuning job is running. {0}', jobs)
    : vscode.l10n.t('{0} tuning jobs are running. {1}', numberText(running.length), jobs);
}
