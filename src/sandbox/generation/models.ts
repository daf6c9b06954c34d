import { loadBaseModel, loadModel } from '../learner/generator';
import type { LearnedModel } from '../learner/types';

/** As many tuned models stay in memory. */
const KEPT = 4;
const loaded = new Map<string, LearnedModel>();

/** The model of a file that the learner wrote; the last used ones are kept. */
export function openModel(file: string): LearnedModel {
  const model = loaded.get(file) ?? loadModel(file);
  loaded.delete(file);
  loaded.set(file, model);
  const [oldest] = loaded.keys();
  if (loaded.size > KEPT && oldest !== undefined) loaded.delete(oldest);
  return model;
}

/** Every base model's name leads to this one: the learner before any tuning. */
export function openBaseModel(): LearnedModel {
  return loadBaseModel();
}
