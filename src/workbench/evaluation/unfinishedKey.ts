/** In the workspace's state: the evaluations that broke off, by results file. */
export const unfinishedKey = 'evaluations.unfinished';
