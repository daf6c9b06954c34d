import type { GroupRule } from '../checking/rule';

/** Looked for on demand (media/storedFiles.ts), for Cloud Storage must be asked. */
export const storedFile: GroupRule = {
  id: 'stored-file',
  kind: 'limit',
  severity: 'error',
  scope: 'group',
  title: 'File in Cloud Storage that Google can’t use',
  description:
    'The object that the row names does not exist, is empty, or is larger than the target model takes. Google drops such examples, and a job that loses more than a tenth of them fails. Looked for on demand: *Check Files in Cloud Storage* asks for each object once. How many pages a document has, and how long a clip is, it does not tell.',
};

export const storedFileDoubt: GroupRule = {
  id: 'stored-file-doubt',
  kind: 'limit',
  severity: 'warning',
  scope: 'group',
  title: 'File in Cloud Storage that Google might not read',
  description:
    'Your account may not read the object, Google’s service agent has no role on its bucket, or the object is stored as another type than the row says. Files are read by the service agent, not by you: a bucket of another project needs a grant to it (`roles/storage.objectViewer`). Looked for on demand by *Check Files in Cloud Storage*.',
};
