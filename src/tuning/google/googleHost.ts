import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError';

/**
 * Origin of one of Google's hosts. A region that a workspace sets becomes part of a host's name, and credentials are sent
 * there: nothing but a plain host of googleapis.com passes.
 */
export function googleOrigin(host: string): string {
  if (/^([a-z0-9-]+\.)+googleapis\.com$/.test(host)) return `https://${host}`;
  throw new UserError(
    l10n.t('"{0}" isn\'t a Google host. Check the region in the settings.', host),
    'NOT_GOOGLES_HOST',
    [{ kind: 'setting', setting: 'region' }],
  );
}
