import type { JobActionId } from '../../workbench/jobs/page/jobPage.protocol';
import type { ChartActions } from '../charts/chartsView';

/** What a person can do on the page of a job. Rows are named by their place. */
export interface Actions extends ChartActions {
  again(): void;
  run(id: JobActionId): void;
  step(at: number): void;
  promptCheckpoint(at: number): void;
  continueFrom(at: number): void;
  makeDefault(at: number): void;
  openResource(at: number): void;
  revealRow(at: number): void;
  revealDropped(at: number): void;
}
