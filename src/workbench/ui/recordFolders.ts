/** Folders of the extension's storage, shared by all windows, that hold what was on its way when a window closed, and where files came from. */
export const recordFolders = {
  batches: 'batches',
  jobs: 'jobs',
  launches: 'launches',
  storedCopies: 'stored-copies',
} as const;
