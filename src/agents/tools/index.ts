import type { AgentTool } from '../tool';
import { checkDataset } from './checkDataset';
import { datasetStatistics } from './datasetStatistics';
import { showExamples } from './showExamples';

/** All tools, in the order in which agents are told of them. */
export const agentTools: readonly AgentTool[] = [checkDataset, datasetStatistics, showExamples];
