/** How the world is at the moment; rules of the fault file change it. */
export interface Conditions {
  /** False: as the real Gemini API since May 2025, where no base model can be tuned and tuned ones no longer answer. */
  readonly tunableBaseModels: boolean;
  /** True: as Vertex AI before 1.0, 1.5 and 2.0 were retired, so that requests of those years can be sent again. */
  readonly retiredBaseModels: boolean;
  /** Ids or numbers of projects that may not use models which are closed to new projects. Of all others the sandbox is old enough. */
  readonly newProjects: readonly string[];
  /** Buckets that Google's service agents may not read, whoever else may: those of other projects mostly. */
  readonly unreadableBuckets: readonly string[];
  /** Tuning jobs of a project that run at the same time, in all regions together. Google grants each at least one. */
  readonly tuningJobsAtOnce: number;
}
