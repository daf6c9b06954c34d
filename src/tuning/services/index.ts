import type { Connect } from '../contract/connection';
import type { TuningService } from '../contract/service';
import { cloudStorage } from '../google/storage/cloudStorage';
import { geminiApi } from './geminiApi/geminiApi';
import { vertexAi } from './vertexAi/vertexAi';

/** Every place that tunes, in the order in which views show them. */
export function tuningServices(connect: Connect): readonly TuningService[] {
  return [geminiApi(connect), vertexAi(connect, cloudStorage(connect))];
}
