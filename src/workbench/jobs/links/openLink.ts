import * as vscode from 'vscode';
import { UserError } from '../../../base/userError';
import { requireTrust } from '../../ui/trust';
import type { Workbench } from '../../workbench';
import { openJob } from '../openJob';
import { jobInLink } from './jobLink';

/** Opens what a link of ours names. It starts nothing and changes nothing. @throws UserError for any other link */
export async function openLink(workbench: Workbench, link: vscode.Uri): Promise<void> {
  requireTrust();
  const job = jobInLink(link.path, link.query);
  if (job === undefined)
    throw new UserError(
      vscode.l10n.t("This link doesn't name a tuning job, so nothing was opened."),
      'UNKNOWN_LINK',
    );
  await openJob(workbench, job);
}
