import * as vscode from 'vscode';
import type { LaunchRecord } from '../../../tuning/contract/launchRecord';
import { durationText } from '../../jobs/tree/jobText';
import type { ErrorBoundary } from '../../ui/errorBoundary';
import { dateText, numberText } from '../../ui/numberFormat';
import { serviceOf, type Workbench } from '../../workbench';
import { confirmLaunch } from '../confirmLaunch';
import { showLaunched } from '../showLaunched';
import { changedFiles, readSource } from '../trainingData';

interface Act extends vscode.MessageItem {
  readonly run: () => Promise<unknown> | unknown;
}

/** Says of each launch that was not sent, or whose answer is lost, what is known of it, and what can be done. */
export function announceInterrupted(workbench: Workbench, boundary: ErrorBoundary): vscode.Disposable {
  return workbench.launching.onDidInterrupt((record) => {
    void boundary.run('Interrupted launch', async () => {
      const known = await readKnown(workbench, record);
      if (known === undefined) return;
      const text = `${headline(known)} ${known.stage.kind === 'sent' ? searchText(known) : ''}`;
      await perform(vscode.window.showWarningMessage(text.trim(), ...actsOn(workbench, known)));
    });
  });
}

/** All that is known of an interrupted launch, and what can be done about it. */
export async function showInterrupted(workbench: Workbench, shown: LaunchRecord): Promise<void> {
  const record = await readKnown(workbench, shown);
  if (record === undefined) return;
  const detail = (await storyOf(workbench, record)).join('\n\n');
  const acts = actsOn(workbench, record);
  const stop: Act = {
    title: vscode.l10n.t('Stop Looking'),
    run: () => workbench.launching.giveUp(record),
  };
  const offered = record.stage.kind === 'sent' ? [...acts, stop] : acts;
  await perform(vscode.window.showWarningMessage(headline(record), { modal: true, detail }, ...offered));
}

/** As it is by now: another window may have settled it. */
async function readKnown({ launching }: Workbench, { id }: LaunchRecord): Promise<LaunchRecord | undefined> {
  const record = await launching.storage.get(id);
  return record?.stage.kind === 'sent' || record?.stage.kind === 'confirmed' || record?.stage.kind === 'ready'
    ? record
    : undefined;
}

async function perform(chosen: Thenable<Act | undefined>): Promise<void> {
  await (await chosen)?.run();
}

function headline({ spec, data, stage }: LaunchRecord): string {
  return stage.kind === 'sent'
    ? vscode.l10n.t('No response to the request to launch {0}. The job might exist.', spec.displayName)
    : vscode.l10n.t(
        'The launch of {0} on {1} was interrupted before it was sent. No job was started.',
        spec.displayName,
        data.name,
      );
}

/** What was looked for, and for how long. */
function searchText({ stage }: LaunchRecord): string {
  if (stage.kind !== 'sent') return '';
  const { looks, milliseconds } = stage.search;
  const going = vscode.l10n.t('Tunewright keeps looking for it.');
  if (looks === 0) {
    return `${vscode.l10n.t("The service couldn't be reached yet.")} ${going}`;
  }
  const looked =
    looks === 1
      ? vscode.l10n.t("The service was checked once and doesn't list the job yet.")
      : vscode.l10n.t(
          "The service was checked {0} times in {1} and doesn't list the job yet.",
          numberText(looks),
          durationText(milliseconds),
        );
  return `${looked} ${going}`;
}

async function storyOf(workbench: Workbench, record: LaunchRecord): Promise<string[]> {
  const { stage, place, spec, id } = record;
  const [kind = '', project = '', region = ''] = place.split('/');
  const where =
    kind === 'sandbox'
      ? vscode.l10n.t('the sandbox')
      : vscode.l10n.t('project {0}, region {1}', project, region);
  const { label } = serviceOf(workbench, spec.service);
  if (stage.kind !== 'sent') {
    const when = dateText(record.confirmedAt);
    return [vscode.l10n.t('You confirmed it on {0} for {1} in {2}.', when, label, where)];
  }
  const again = (await workbench.launching.storage.all()).find(({ replaces }) => replaces === id);
  return [
    vscode.l10n.t(
      'It was sent on {0} to {1} in {2}. The connection ended before a response arrived.',
      dateText(stage.sentAt),
      label,
      where,
    ),
    searchText(record),
    ...(again ? [vscode.l10n.t('You launched it again on {0}.', dateText(again.confirmedAt))] : []),
    kind === 'sandbox'
      ? vscode.l10n.t('The list of jobs can be out of date. If you launch it again, there might be two jobs.')
      : vscode.l10n.t(
          'The list of jobs can be out of date. If you launch it again and the first request did create a job, Google bills both.',
        ),
  ];
}

function actsOn(workbench: Workbench, record: LaunchRecord): Act[] {
  const { launching } = workbench;
  if (record.stage.kind !== 'sent') {
    return [
      { title: vscode.l10n.t('Launch Now…'), run: () => launchAnew(workbench, record) },
      { title: vscode.l10n.t('Discard'), run: () => launching.giveUp(record) },
    ];
  }
  const url = consoleOf(workbench, record);
  return [
    { title: vscode.l10n.t('Keep Looking'), run: () => launching.keepLooking(record) },
    ...(url
      ? [
          {
            title: vscode.l10n.t('Open Console'),
            run: () => vscode.env.openExternal(vscode.Uri.parse(url)),
          },
        ]
      : []),
    { title: vscode.l10n.t('Launch Again…'), run: () => launchAnew(workbench, record) },
  ];
}

/** The page with all jobs of the place. The sandbox has none. */
function consoleOf(workbench: Workbench, { place, spec }: LaunchRecord): string | undefined {
  const [kind, project, region] = place.split('/');
  if (kind !== 'google') return undefined;
  return serviceOf(workbench, spec.service).consoleUrl(`projects/${project}/locations/${region}/tuningJobs`);
}

/** As a new launch with its own id, with all that a launch asks for. What was sent is looked for still. */
export async function launchAnew(workbench: Workbench, record: LaunchRecord): Promise<void> {
  const { launching, connections } = workbench;
  await connections.connect(AbortSignal.timeout(30_000));
  const data = await readSource(workbench, record.data.source);
  const isSent = record.stage.kind === 'sent';
  const changed = await changedFiles(record, data);
  const first =
    connections.kind === 'sandbox'
      ? vscode.l10n.t('The first request might have created a job.')
      : vscode.l10n.t('The first request might have created a job. Google bills each job that exists.');
  const notes = [
    ...(isSent ? [first] : []),
    ...changed.map((name) => vscode.l10n.t('{0} changed after you confirmed the first launch.', name)),
  ];
  const confirmed = await confirmLaunch(workbench, record.spec, data, notes);
  if (!isSent) await launching.giveUp(record);
  const launch = { ...confirmed, ...(isSent ? { replaces: record.id } : {}) };
  await showLaunched(workbench, await launching.start(launch, data));
}
