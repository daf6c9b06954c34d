import type { AgentTool } from '../tool';
import { addExamples } from './addExamples';
import { applyFixes } from './applyFixes';
import { checkDataset } from './checkDataset';
import { convertDataset } from './convertDataset';
import { datasetStatistics } from './datasetStatistics';
import { estimateCost } from './estimateCost';
import { evaluateModels } from './evaluateModels';
import { getJob } from './getJob';
import { listJobs } from './listJobs';
import { promptModel } from './promptModel';
import { proposeFixes } from './proposeFixes';
import { showExamples } from './showExamples';
import { splitDataset } from './splitDataset';

/** All tools, in the order in which agents are told of them. */
export const agentTools: readonly AgentTool[] = [
  checkDataset,
  datasetStatistics,
  showExamples,
  proposeFixes,
  applyFixes,
  addExamples,
  convertDataset,
  splitDataset,
  estimateCost,
  listJobs,
  getJob,
  promptModel,
  evaluateModels,
];
