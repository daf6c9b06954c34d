import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { formats } from '../../../../src/dataset/formats/index';
import {
  advice,
  defaultTarget,
  type Figure,
  findTarget,
  general,
  sourceOf,
  sources,
  targets,
  targetToTune,
} from '../../../../src/dataset/targets/target';

const SFT = 'About supervised fine-tuning for Gemini models, 2026-09-25';
const LIFE = 'Model versions and lifecycle, 2026-09-16';
const PRICE = 'Agent Platform pricing, as others read it, 2026-09-27, second-hand';
const LATER = 'Model versions and lifecycle, as others read it, 2026-10-05, second-hand';
const NOTICE = 'dimagi/open-chat-studio issue 4509, 2026-09-16, second-hand';
const SERVED = 'Locations, and replies recorded in seven projects, 2026-10-09, second-hand';
const RL = 'Reinforcement tuning, 2026-06';
const MODELS = 'model pages, 2026';
const MEDIA = 'image, document, audio and video tuning, 2026';
const RESOLUTION = 'stated for prompting, crops of large pictures not counted, 2026';
const OLDER = 'About supervised fine-tuning for Gemini models, older copy, 2025';
const OLDEST = 'About supervised fine-tuning for Gemini models, older copy, 2024';
const RECORDED = "Google's tuning tutorials, as recorded, 2024";
const API = 'Gemini API, former tuning guide, 2025-05';
const MB = 2 ** 20;

/** What Google says, and where and when it was read: written by hand, not from the table. */
type Facts = Readonly<Record<string, readonly [value: unknown, source: string]>>;

const limits: Facts = {
  exampleTokens: [131_072, SFT],
  rows: [10_000_000, SFT],
  multimodalRows: [300_000, SFT],
  fileBytes: [2 ** 30, SFT],
  validationRows: [5000, SFT],
  validationShare: [{ beyond: 1000, share: 0.3 }, SFT],
};
const files = {
  images: 30,
  imageBytes: 20 * MB,
  documents: 4,
  documentBytes: 20 * MB,
  documentPages: 300,
  videos: 1,
  videoBytes: 100 * MB,
  videoMinutes: 5,
  videoMinutesLow: 20,
};
const sound = { sounds: 1, soundBytes: 100 * MB, soundMinutes: 60 }; // stated for 2.5, not for 3
const low64 = { LOW: 64, MEDIUM: 256, HIGH: 256, default: 256 };
const gemini3: Facts = {
  ...limits,
  media: [{ ...files, partResolution: true }, MEDIA],
  mediaTokens: [
    {
      image: { LOW: 280, MEDIUM: 560, HIGH: 1120, ULTRA_HIGH: 2240, default: 1120 },
      page: { LOW: 280, MEDIUM: 560, HIGH: 1120, default: 560 },
      frame: { LOW: 70, MEDIUM: 70, HIGH: 280, default: 70 },
      soundSecond: 25,
    },
    RESOLUTION,
  ],
  adapterSizes: [[1, 2, 4, 8, 16], SFT],
  regions: [['us-central1', 'europe-west4'], SFT],
  servedAt: [['us', 'eu', 'global'], SERVED],
  tunedServedAt: [{ 'us-central1': 'us', 'europe-west4': 'eu' }, SFT],
  customerKeys: [false, SFT],
  tunedFactor: [1.5, RL],
  regionalFactor: [1.1, PRICE],
};
const gemini25: Facts = {
  ...limits,
  media: [{ ...files, ...sound, partResolution: false }, MEDIA],
  mediaTokens: [{ image: low64, page: low64, frame: low64, soundSecond: 25 }, RESOLUTION],
  formerRegions: [
    (
      'us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west4 northamerica-northeast1 ' +
      'southamerica-east1 europe-central2 europe-north1 europe-southwest1 europe-west1 europe-west2 europe-west3 ' +
      'europe-west4 europe-west6 europe-west8 europe-west9 asia-east1 asia-east2 asia-northeast1 asia-northeast3 ' +
      'asia-south1 asia-southeast1 australia-southeast1 me-central1 me-central2 me-west1'
    ).split(' '),
    'regions of supervised fine-tuning, a page that newer copies lack, 2025',
  ],
  adapterSizes: [[1, 2, 4, 8, 16], SFT],
  servedAt: [
    ['regions', 'us', 'eu', 'global'],
    'Tuning jobs recorded in public projects, 2026-09-19, second-hand',
  ],
  customerKeys: [true, SFT],
  tunedFactor: [1, RL],
  closesToNew: ['2026-10-20', LIFE],
};
const prompted: Facts = { servedAt: gemini3.servedAt ?? assert.fail(), regionalFactor: [1.1, PRICE] };
const thinking = (usual: string, ...levels: string[]): Facts => ({
  thinking: [{ levels, default: usual }, MODELS],
});
const prices = (prompt: number, answer: number, source = PRICE): Facts => ({
  promptPrice: [prompt, source],
  answerPrice: [answer, source],
});
const elsewhere: Facts = {
  // Seoul, São Paulo, Paris
  retiresLater: [
    { date: '2027-08-06', regions: ['asia-northeast3', 'southamerica-east1', 'europe-west9'] },
    NOTICE,
  ],
};
const reinforcement: Facts = {
  reinforcement: [
    {
      ...{ inputTokens: 32_768, outputTokens: 32_768, rows: 5000, validationRows: 500, fileBytes: 2 ** 30 },
      ...{ images: 15, imageBytes: 20 * MB, sounds: 15, soundBytes: 100 * MB, soundMinutes: 10 },
      ...{ videos: 10, videoBytes: 20 * MB, videoMinutes: 5 },
    },
    'Reinforcement tuning, data, 2026-06',
  ],
  reinforcementSettings: [
    {
      ...{ steps: 500, epochs: 10, adapterSize: 16, learningRate: [0.25, 4], samples: 16, batch: 32 },
      ...{ answers: { text: 8192, multimodal: 1024 }, thinking: ['MINIMAL', 'HIGH'] },
    },
    'Reinforcement tuning, hyperparameters, 2026-06',
  ],
  reinforcementRegions: [['us-central1'], RL],
};
const longPrompts = (prompt: number, answer: number): Facts => ({
  longPromptPrices: [{ beyond: 200_000, prompt, answer }, PRICE],
});

const asGoogleSays: Readonly<Record<string, Facts>> = {
  'gemini-3.5-flash': {
    ...gemini3,
    ...reinforcement,
    released: ['2026-05-19', LIFE],
    retires: ['2027-05-19', LIFE],
    trainingPrice: [10, PRICE],
    ...prices(1.5, 9),
    ...thinking('MEDIUM', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-3.1-flash-lite': {
    ...gemini3,
    released: ['2026-05-07', LIFE],
    retires: ['2027-05-07', LIFE],
    trainingPrice: [3, PRICE],
    ...prices(0.25, 1.5),
    ...thinking('MINIMAL', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-3.5-flash-lite': {
    ...gemini3,
    regions: [
      ['us-central1', 'europe-west4'],
      "model tuning reference; the tuning pages of 2026-09-25 and 2026-10-01 don't name this model, 2026",
    ],
    released: ['2026-07-21', LIFE],
    retires: ['2027-07-21', LIFE],
    ...prices(0.3, 2.5, "What's new in Gemini 3.6, 2026"),
    ...thinking('MINIMAL', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-2.5-flash': {
    ...gemini25,
    retires: ['2027-03-31', NOTICE],
    ...elsewhere,
    trainingPrice: [5, PRICE],
    ...prices(0.3, 2.5),
  },
  'gemini-2.5-flash-lite': {
    ...gemini25,
    retires: ['2027-01-28', NOTICE],
    trainingPrice: [1.5, PRICE],
    ...prices(0.1, 0.4),
  },
  'gemini-2.5-pro': {
    ...gemini25,
    adapterSizes: [[1, 2, 4, 8], SFT],
    retires: ['2027-03-31', NOTICE],
    ...elsewhere,
    trainingPrice: [25, PRICE],
    ...prices(1.25, 10),
    ...longPrompts(2.5, 15),
  },
  'gemini-3.8-flash': {
    ...prompted,
    released: ['2026-09-02', LATER],
    ...prices(0.75, 3.75),
    ...thinking('MEDIUM', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-3.7-flash': {
    ...prompted,
    released: ['2026-08-13', LATER],
    retires: ['2027-01-28', LATER],
    ...prices(0.75, 3.75),
    ...thinking('MEDIUM', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-3.6-flash': {
    ...prompted,
    released: ['2026-07-21', LATER],
    retires: ['2026-11-19', LATER],
    ...prices(0.75, 3.75),
    ...thinking('MEDIUM', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-3.1-pro-preview': {
    servedAt: [['global'], SERVED],
    ...prices(2, 12),
    ...longPrompts(4, 18),
    ...thinking('HIGH', 'LOW', 'MEDIUM', 'HIGH'),
  },
  'gemini-2.0-flash-001': {
    retires: ['2026-06-01', LIFE],
    exampleTokens: [131_072, OLDER],
    adapterSizes: [[1, 2, 4, 8], OLDER],
    trainingPrice: [3, PRICE],
  },
  'gemini-2.0-flash-lite-001': {
    retires: ['2026-06-01', LIFE],
    exampleTokens: [131_072, OLDER],
    adapterSizes: [[1, 2, 4, 8], OLDER],
  },
  'gemini-1.5-pro-002': {
    retires: ['2025-09-24', 'Model versions and lifecycle, 2025'],
    exampleTokens: [32_000, OLDEST],
    fileBytes: [2 ** 30, OLDEST],
    validationRows: [256, OLDEST],
    adapterSizes: [[1, 4], OLDEST],
    defaultAdapterSize: [4, OLDEST],
  },
  'gemini-1.5-flash-002': {
    retires: ['2025-09-24', 'Model versions and lifecycle, 2025'],
    exampleTokens: [128_000, OLDER],
    fileBytes: [2 ** 30, OLDEST],
    validationRows: [256, OLDEST],
    adapterSizes: [[1, 4, 8, 16], OLDER],
    defaultAdapterSize: [8, OLDER],
  },
  'gemini-1.5-pro-001': { retires: ['2025-05-24', LIFE] },
  'gemini-1.5-flash-001': { retires: ['2025-05-24', LIFE] },
  'gemini-1.0-pro-001': { retires: ['2025-04-21', LIFE] },
  'gemini-1.0-pro-002': {
    retires: ['2025-04-21', LIFE],
    exampleTokens: [32_000, RECORDED],
    fileBytes: [2 ** 30, RECORDED],
    validationRows: [256, RECORDED],
  },
  'gemini-api': {
    inputCharacters: [40_000, API],
    outputCharacters: [5000, API],
    fileBytes: [4 * MB, API],
    minimumExamples: [20, API],
    recommendedExamples: [100, API],
    routed: [{ 'gemini-3.5-flash': 'gemini-3.6-flash' }, 'Gemini 3.5 Flash, 2026'],
  },
};

describe('the table of models', () => {
  for (const [id, facts] of Object.entries(asGoogleSays)) {
    it(`says of ${id} what Google says, with source and date`, () => {
      const target = findTarget(id) ?? assert.fail(id);
      const figures = new Map(
        Object.entries(target).filter(([, one]) => typeof one === 'object' && 'value' in one),
      ) as Map<string, Figure<unknown>>;
      for (const [field, [value, source]] of Object.entries(facts)) {
        const figure = figures.get(field) ?? assert.fail(`${id} has no ${field}`);
        assert.deepEqual(figure.value, value, field);
        assert.ok(sourceOf(figure).endsWith(source), `${field}: ${sourceOf(figure)}`);
      }
      const unchecked = [...figures.keys()].filter((field) => !(field in facts));
      assert.deepEqual(unchecked, [], 'each figure stands in this list');
    });
  }

  it('has no model that this test does not know', () => {
    assert.deepEqual(targets.map(({ id }) => id).toSorted(), Object.keys(asGoogleSays).toSorted());
  });

  it('says of Vertex AI what Google says, with source and date', () => {
    const facts: Facts = {
      preferencePromptTimes: [2, 'Preference tuning, 2026'],
      batchFactor: [0.5, PRICE],
      flexFactor: [0.5, PRICE],
      priorityFactor: [1.8, PRICE],
      noTuningAt: [['global'], 'agent-platform-tuning, 2026-10'],
      tunedThinking: ['off, or the least level', 'supervised fine-tuning: how to use it, 2026-10-01'],
      callsRefused: ['Gemini 2.5', 'python-aiplatform, issue 6127, 2025-11-14, second-hand'],
      cloudRegions: [
        (
          'africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 ' +
          'asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 ' +
          'europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 ' +
          'europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 me-central1 me-central2 ' +
          'me-west1 northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 ' +
          'southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4'
        ).split(' '),
        'Google Cloud, regions, 2026, second-hand',
      ],
    };
    assert.deepEqual(Object.keys(general).toSorted(), Object.keys(facts).toSorted());
    for (const [field, [value, source]] of Object.entries(facts)) {
      const figure = general[field as keyof typeof general] as Figure<unknown>;
      assert.deepEqual(figure.value, value, field);
      assert.ok(sourceOf(figure).endsWith(source), `${field}: ${sourceOf(figure)}`);
    }
    // Half the price until the end of the year; dates that Google may move, but only to a later day; nothing else of the kind.
    const halved = { until: '2026-12-31', promptPrice: 1.5, answerPrice: 7.5 };
    for (const target of targets) {
      for (const field of ['promptPrice', 'answerPrice'] as const) {
        const isHalved = /^gemini-3\.[678]-flash$/.test(target.id);
        const then = isHalved ? [halved.until, halved[field]] : [undefined, undefined];
        assert.deepEqual([target[field]?.until, target[field]?.then], then, `${target.id}: ${field}`);
      }
      const isOrLater = ['gemini-3.5-flash', 'gemini-3.1-flash-lite', 'gemini-3.5-flash-lite'].includes(
        target.id,
      );
      assert.equal(target.retires?.orLater, isOrLater || undefined, target.id);
      assert.equal(target.regionalFactor?.since, target.regionalFactor && '2026-07-01', target.id);
    }
  });

  it('says by which methods each can be tuned, and which are gone', () => {
    const tunedBy = (format: string) =>
      targets.filter((one) => one.formats.includes(format)).map(({ id }) => id);
    const retired = [
      ...['gemini-2.0-flash-001', 'gemini-2.0-flash-lite-001'],
      ...['gemini-1.5-pro-002', 'gemini-1.5-flash-002', 'gemini-1.5-pro-001', 'gemini-1.5-flash-001'],
      ...['gemini-1.0-pro-002', 'gemini-1.0-pro-001'],
    ];
    assert.deepEqual(tunedBy('vertexPreference'), ['gemini-2.5-flash', 'gemini-2.5-flash-lite']);
    assert.deepEqual(tunedBy('vertexContents'), [
      ...['gemini-3.5-flash', 'gemini-3.1-flash-lite', 'gemini-3.5-flash-lite'],
      ...['gemini-2.5-flash', 'gemini-2.5-flash-lite', 'gemini-2.5-pro'],
      ...retired,
    ]);
    assert.deepEqual(tunedBy('vertexMessages'), ['gemini-1.0-pro-002', 'gemini-1.0-pro-001']);
    assert.deepEqual(tunedBy('geminiApi'), ['gemini-api']);
    assert.deepEqual(
      targets.filter((one) => one.retired).map(({ id }) => id),
      retired,
    );
    assert.match(
      findTarget('gemini-3.5-flash-lite')?.note ?? '',
      /pages disagree on whether it can be tuned/,
    );
  });

  it('recommends for each kind of task what Google’s tutorial does, with its date', () => {
    const recommended = advice.map(({ task, examples, epochs, source, asOf }) => [
      task,
      examples,
      epochs.join('–'),
      `${source}, ${asOf}`,
    ]);
    assert.deepEqual(recommended, [
      ['classification', 500, '2–4', RECORDED],
      ['summarisation', 1000, '2–4', RECORDED],
      ['extractive question answering', 500, '2–4', RECORDED],
      ['chat', 1000, '2–4', RECORDED],
    ]);
  });

  it('knows both dates of a model, and models that are only prompted', () => {
    const { closesToNew, retires } = findTarget('publishers/google/models/gemini-2.5-flash') ?? assert.fail();
    assert.deepEqual([closesToNew?.value, retires?.value], ['2026-10-20', '2027-03-31']);
    for (const id of ['gemini-3.6-flash', 'gemini-3.7-flash', 'gemini-3.8-flash', 'gemini-3.1-pro-preview'])
      assert.deepEqual(findTarget(id)?.formats, [], id);
    assert.deepEqual(findTarget('gemini-3.5-flash')?.tunedServedAt?.value, {
      'us-central1': 'us',
      'europe-west4': 'eu',
    });
  });

  it('holds a model of one name to what its own service takes', () => {
    const { retires } =
      targetToTune('vertexAi', 'publishers/google/models/gemini-1.0-pro-001') ?? assert.fail();
    assert.equal(retires?.value, '2025-04-21');
    for (const id of [
      'models/gemini-1.0-pro-001',
      'models/gemini-1.5-flash-001-tuning',
      'models/gemini-3.5-flash',
    ])
      assert.equal(targetToTune('geminiApi', id)?.id, 'gemini-api', id);
    assert.equal(targetToTune('vertexAi', 'gemini-unheard-of'), undefined, 'its models are not alike');
    const own = {
      id: 'gemini-1.0-pro-001',
      label: 'Ours',
      service: 'geminiApi',
      formats: ['geminiApi'],
    } as const;
    assert.equal(targetToTune('geminiApi', own.id, [own])?.label, 'Ours');
    assert.equal(targetToTune('vertexAi', own.id, [own])?.retires?.value, '2025-04-21');
  });

  it('names where each figure was read, and when', () => {
    const used = new Set(
      readFileSync('src/dataset/targets/targets.json', 'utf8').match(/(?<="source": ")[^"]+/g),
    );
    assert.deepEqual(Object.keys(sources).toSorted(), [...used].toSorted(), 'each source is used');
    for (const [key, { title, asOf, address }] of Object.entries(sources)) {
      assert.match(asOf, /^20\d\d(-\d\d(-\d\d)?)?$/, key);
      assert.ok(title.length > 10, key);
      assert.match(address ?? 'https://', /^https:\/\//, key);
    }
    for (const target of targets) {
      for (const [name, figure] of Object.entries(target)) {
        if (typeof figure !== 'object' || Array.isArray(figure)) continue;
        assert.ok('value' in figure && figure.asOf && figure.source, `${target.id}: ${name}`);
      }
    }
  });

  it('proposes no model whose date has passed, on the day of this test', () => {
    assert.deepEqual(outdatedDefaults(today), []);
    assert.equal(defaultTarget('vertexContents')?.id, 'gemini-3.5-flash');
  });

  it('would tell on the day after its date', () => {
    const { retires } = defaultTarget('vertexContents') ?? assert.fail();
    assert.equal(retires?.value, '2027-05-19', 'a new default: put its date here');
    assert.deepEqual(outdatedDefaults('2027-05-19'), []);
    assert.match(outdatedDefaults('2027-05-20').join(), /Gemini 3\.5 Flash, the default of vertexContents/);
  });
});

const today = new Date().toISOString().slice(0, 10);

/** Of each format the model that is proposed first, if a date of it has passed. Where all are closed there is nothing better. */
function outdatedDefaults(day: string): string[] {
  return formats.flatMap(({ id }) => {
    const target = defaultTarget(id);
    const dates = [target?.closesToNew, target?.retires].flatMap((date) => date?.value ?? []);
    const others = targets.filter((one) => one.formats.includes(id) && !one.retired);
    const allAreClosed = others.every(({ closesToNew }) => closesToNew !== undefined);
    if (target === undefined || allAreClosed || dates.every((date) => day <= date)) return [];
    return [`${target.label}, the default of ${id}, is past its date: put a current model first`];
  });
}
