/** How the world is at the moment; rules of the fault file change it. */
export interface Conditions {
  /** False: as the real Gemini API since May 2025, where no base model can be tuned and tuned ones no longer answer. */
  readonly tunableBaseModels: boolean;
}
