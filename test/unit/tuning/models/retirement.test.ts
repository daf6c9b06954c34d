import assert from 'node:assert/strict';
import { targets } from '../../../../src/dataset/targets/target';
import { retirementOf } from '../../../../src/tuning/models/retirement';

describe('the retirement of a base model', () => {
  const at = (time: string) =>
    retirementOf('vertexAi', 'publishers/google/models/gemini-2.5-flash', Date.parse(time));

  it('counts the days until the date, which still belongs to it', () => {
    assert.equal(at('2027-03-31T12:00:00Z')?.days, 0);
    assert.equal(at('2027-03-31T12:00:00Z')?.phase, 'soon');
    assert.equal(at('2027-03-30T12:00:00Z')?.days, 1);
    assert.equal(at('2027-03-10T00:00:00Z')?.days, 21);
    assert.equal(at('2027-04-01T12:00:00Z')?.phase, 'over');
    assert.equal(at('2026-01-01T00:00:00Z')?.phase, 'far');
  });

  it('is later in the regions that Google gives more time', () => {
    const day = Date.parse('2027-04-02T12:00:00Z');
    const at = (place: string, model = 'gemini-2.5-flash') =>
      retirementOf('vertexAi', model, day, place)?.date;
    assert.equal(at('europe-west9'), '2027-08-06');
    assert.equal(at('projects/p/locations/asia-northeast3/endpoints/1', 'gemini-2.5-pro'), '2027-08-06');
    assert.equal(at('projects/p/locations/europe-west4/endpoints/1'), '2027-03-31');
    assert.equal(at('southamerica-east1', 'gemini-2.5-flash-lite'), '2027-01-28');
  });

  it('is unknown of a model, and on a service, that nobody has published it for', () => {
    assert.equal(retirementOf('vertexAi', 'gemini-9-ultra', 0), undefined);
    assert.equal(retirementOf('geminiApi', 'models/gemini-2.5-flash', 0), undefined);
  });

  it('is a day with a source, and over for every model that is marked as retired', () => {
    for (const { retires, retired, label } of targets) {
      if (retires === undefined) continue;
      assert.match(retires.value, /^20\d\d-\d\d-\d\d$/, label);
      assert.ok(retires.source.length > 10 && retires.asOf.length >= 4, label);
      if (retired) assert.ok(Date.parse(retires.value) < Date.parse('2026-07-01'), label);
    }
    assert.ok(targets.filter(({ retires }) => retires !== undefined).length >= 9);
  });
});
