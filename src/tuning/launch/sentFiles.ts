import type { TrainingFile } from '../contract/service';
import { isRemote, type TuningSpec } from '../contract/spec';

/** Which files of a launch leave this machine, however they are read. */
export function sentFiles(
  { validation }: Pick<TuningSpec, 'validation'>,
  training: Pick<TrainingFile, 'kind'>,
): { readonly training: boolean; readonly validation: boolean } {
  return {
    training: training.kind !== 'remote',
    validation: validation !== undefined && !isRemote(validation),
  };
}
