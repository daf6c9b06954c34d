import assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/userError';
import { defaultTarget, findTarget } from '../../../../src/dataset/targets/target';
import {
  allTuningRegions,
  requirePlace,
  requireRegion,
  tuningRegions,
} from '../../../../src/tuning/models/regions';

const refusalOf = (region: string, added?: readonly string[]) => {
  try {
    requireRegion(region, added);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error;
  }
};

describe('regions', () => {
  it('that are written wrongly are caught before anything is sent, with the one that was meant', () => {
    const meant: Record<string, string> = {
      'us-centrall1': 'us-central1',
      'us-central-1': 'us-central1',
      'US-Central1': 'us-central1',
      'us-central1-a': 'us-central1',
      'europe-wset4': 'europe-west4',
      'europe west4': 'europe-west4',
      'europ-west4': 'europe-west4',
      'asia-northeast11': 'asia-northeast1',
    };
    for (const [written, right] of Object.entries(meant)) {
      const refusal = refusalOf(written);
      assert.match(
        refusal?.message ?? '',
        new RegExp(`Region "${written}" not found\\. Did you mean ${right}\\?`),
      );
      assert.deepEqual(refusal?.nextSteps[0], { kind: 'region', region: right });
    }
    assert.match(refusalOf('nowhere')?.message ?? '', /Select a region, such as us-central1/);
  });

  it('are not the places where models only answer', () => {
    for (const place of ['us', 'eu', 'global']) {
      assert.match(refusalOf(place)?.message ?? '', /Tuning jobs run in a region/);
      requirePlace(place);
    }
  });

  it('pass when Google has them, whatever it does there, and when the user has described them', () => {
    for (const region of [...allTuningRegions, 'us-west2', 'africa-south1']) requireRegion(region);
    assert.equal(refusalOf('mars-north1', ['mars-north1']), undefined);
  });

  it('of a launch are those that Google names for the model, and only those', () => {
    const named = (id: string, own: string) => tuningRegions(findTarget(id), own).map(({ name }) => name);
    assert.deepEqual(named('gemini-3.5-flash', 'asia-east1'), ['us-central1', 'europe-west4']);
    assert.ok(defaultTarget('vertexContents')?.regions, 'of the first choice they are known');
    // Of 2.5 nobody has published them since: what there is comes with a warning, the settings' own first.
    const old = tuningRegions(findTarget('gemini-2.5-flash'), 'europe-west4');
    assert.equal(old[0]?.name, 'europe-west4');
    assert.ok(old.every(({ note }) => note !== undefined));
  });
});
