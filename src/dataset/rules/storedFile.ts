import * as l10n from '@vscode/l10n';
import type { GroupRule } from '../checking/rule';

/** Looked for on demand (media/storedFiles.ts), for Cloud Storage must be asked. */
export const storedFile: GroupRule = {
  id: 'stored-file',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: l10n.t("File in Cloud Storage that Google can't use"),
  description: l10n.t(
    "The object that the example names doesn't exist, is empty, or is larger than the target model supports. Google drops such examples, and a job that loses more than a tenth of them fails. Checked on demand: *Check Files in Cloud Storage* requests each object once. It can't tell how many pages a document has or how long a clip is.",
  ),
};

export const storedFileDoubt: GroupRule = {
  id: 'stored-file-doubt',
  kind: 'limit',
  severity: 'warning',
  scope: 'group',
  title: l10n.t('File in Cloud Storage that Google might not read'),
  description: l10n.t(
    "Your account can't read the object, Google's service agent has no role on its bucket, or its type in Cloud Storage differs from the type in the example. The service agent reads the files, not you: a bucket in another project must grant it `roles/storage.objectViewer`. Checked on demand by *Check Files in Cloud Storage*.",
  ),
};
