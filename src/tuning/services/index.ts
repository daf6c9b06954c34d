import { cloudStorage } from '../cloudStorage';
import type { Connect } from '../connection';
import type { TuningService } from '../service';
import { geminiApi } from './geminiApi/geminiApi';
import { vertexAi } from './vertexAi/vertexAi';

/** Every place that tunes, in the order in which views show them. */
export function tuningServices(connect: Connect): readonly TuningService[] {
  return [geminiApi(connect), vertexAi(connect, cloudStorage(connect))];
}
