import assert from 'node:assert/strict';
import { findMessage } from '../../../src/sandbox/google/descriptors';
import { writeJson } from '../../../src/sandbox/google/protoJson/json';
import { readJson } from '../../../src/sandbox/google/protoJson/jsonText';
import { readRequestMessage } from '../../../src/sandbox/google/protoJson/protoJson';
import { missingFields } from '../../../src/sandbox/google/protoJson/requiredFields';
import { checkReply, InvalidReply, keepKnownFields } from '../../../src/sandbox/google/protoJson/writeReply';

const GEMINI = 'google.ai.generativelanguage.v1beta';
const VERTEX = 'google.cloud.aiplatform.v1';

function message(name: string) {
  return findMessage(
    name.startsWith(GEMINI) || name.startsWith('google.longrunning') ? 'geminiApi' : 'vertexAi',
    name,
  );
}

/** What a request's JSON text means, as JSON text. */
function read(name: string, text: string): string {
  const { message: value, violations } = readRequestMessage(message(name), readJson(text));
  assert.deepEqual(violations, []);
  // As state is written to disk: nothing may be left that JSON.stringify does not know.
  return JSON.stringify(value);
}

function complaints(name: string, text: string, path = ''): string[] {
  return readRequestMessage(message(name), readJson(text), path).violations.map(
    ({ description }) => description,
  );
}

describe('reading a request by its descriptor', () => {
  for (const [name, text, meaning] of [
    // snake_case, camelCase and both
    [`${GEMINI}.TunedModel`, '{"display_name":"a","baseModel":"b"}', '{"displayName":"a","baseModel":"b"}'],
    // int64 as number, string, float and beyond 2^53
    [`${VERTEX}.SupervisedHyperParameters`, '{"epoch_count":4}', '{"epochCount":"4"}'],
    [`${VERTEX}.SupervisedHyperParameters`, '{"epochCount":"4"}', '{"epochCount":"4"}'],
    [`${VERTEX}.SupervisedHyperParameters`, '{"epochCount":4.0}', '{"epochCount":"4"}'],
    [
      `${VERTEX}.SupervisedHyperParameters`,
      '{"epochCount":9007199254740993}',
      '{"epochCount":"9007199254740993"}',
    ],
    // enums by name and by number; their numbers are not in order
    [
      `${VERTEX}.SupervisedHyperParameters`,
      '{"adapterSize":"ADAPTER_SIZE_FOUR"}',
      '{"adapterSize":"ADAPTER_SIZE_FOUR"}',
    ],
    [`${VERTEX}.SupervisedHyperParameters`, '{"adapterSize":2}', '{"adapterSize":"ADAPTER_SIZE_FOUR"}'],
    // a single value where a list belongs
    [`${VERTEX}.Content`, '{"role":"USER","parts":{"text":"a"}}', '{"role":"USER","parts":[{"text":"a"}]}'],
    // null is absent
    [`${GEMINI}.TunedModel`, '{"displayName":null}', '{}'],
    // output-only fields are ignored
    [`${GEMINI}.TunedModel`, '{"name":"x","state":"ACTIVE","displayName":"a"}', '{"displayName":"a"}'],
    // maps, bytes of both alphabets, floats as text
    [`${VERTEX}.TuningJob`, '{"labels":{"a_b":"c"}}', '{"labels":{"a_b":"c"}}'],
    [`${GEMINI}.Blob`, '{"mimeType":"a/b","data":"-_8"}', '{"mimeType":"a/b","data":"+/8="}'],
    [`${GEMINI}.Hyperparameters`, '{"learningRate":"1e-3"}', '{"learningRate":0.001}'],
    // Struct and Value hold any JSON, null too
    [
      `${GEMINI}.FunctionCall`,
      '{"name":"f","args":{"x":null,"y":[1,{}]}}',
      '{"name":"f","args":{"x":null,"y":[1,{}]}}',
    ],
    [`${GEMINI}.FunctionCall`, '{"args":{"x":[9007199254740993]}}', '{"args":{"x":[9007199254740992]}}'],
    // a field whose JSON name is not its own
    [
      `${GEMINI}.GenerationConfig`,
      '{"responseJsonSchema":{"type":"a"}}',
      '{"responseJsonSchema":{"type":"a"}}',
    ],
    // updates
    [
      `${GEMINI}.UpdateTunedModelRequest`,
      '{"updateMask":"display_name,top_p"}',
      '{"updateMask":"displayName,topP"}',
    ],
  ] as const) {
    it(`${name.split('.').at(-1)} ${text}`, () => assert.equal(read(name, text), meaning));
  }

  for (const [name, text, ...wanted] of [
    [
      `${GEMINI}.TuningTask`,
      '{"foo":1,"hyperparameters":{"bar":2}}',
      'Invalid JSON payload received. Unknown name "foo" at \'tuned_model.tuning_task\': Cannot find field.',
      'Invalid JSON payload received. Unknown name "bar" at \'tuned_model.tuning_task.hyperparameters\': Cannot find field.',
    ],
    [
      `${GEMINI}.Hyperparameters`,
      '{"learningRate":0.1,"learning_rate_multiplier":1}',
      "Invalid value at 'tuned_model.tuning_task' (oneof), oneof field 'learning_rate_option' is already set. Cannot set 'learningRateMultiplier'",
    ],
    [
      `${GEMINI}.Hyperparameters`,
      '{"epochCount":2147483648}',
      "Invalid value at 'tuned_model.tuning_task.epoch_count' (TYPE_INT32), 2147483648",
    ],
    [
      `${GEMINI}.Hyperparameters`,
      '{"epochCount":1.5}',
      "Invalid value at 'tuned_model.tuning_task.epoch_count' (TYPE_INT32), 1.5",
    ],
    [
      `${GEMINI}.Hyperparameters`,
      '{"learningRate":1e39}',
      "Invalid value at 'tuned_model.tuning_task.learning_rate' (TYPE_FLOAT), 1e+39",
    ],
    [
      `${GEMINI}.TuningTask`,
      '{"startTime":"2024-02-30T00:00:00Z"}',
      'Invalid value at \'tuned_model.tuning_task.start_time\' (type.googleapis.com/google.protobuf.Timestamp), "2024-02-30T00:00:00Z"',
    ],
    [
      `${GEMINI}.TuningExample`,
      '{"output":5}',
      "Invalid value at 'tuned_model.tuning_task.output' (TYPE_STRING), 5",
    ],
    [
      `${GEMINI}.Content`,
      '{"role":["user"]}',
      'Invalid JSON payload received. Unknown name "role" at \'tuned_model.tuning_task\': Proto field is not repeating, cannot start list.',
    ],
    [
      `${GEMINI}.Content`,
      '{"parts":["hi"]}',
      `Invalid value at 'tuned_model.tuning_task.parts[0]' (type.googleapis.com/${GEMINI}.Part), "hi"`,
    ],
    [
      `${GEMINI}.SafetySetting`,
      '{"category":"FOO"}',
      `Invalid value at 'tuned_model.tuning_task.category' (type.googleapis.com/${GEMINI}.HarmCategory), "FOO"`,
    ],
    [
      `${GEMINI}.TuningTask`,
      '[]',
      `Invalid value at 'tuned_model.tuning_task' (type.googleapis.com/${GEMINI}.TuningTask)`,
    ],
  ] as const) {
    it(`refuses ${text} as ${name.split('.').at(-1)}`, () => {
      assert.deepEqual(complaints(name, text, 'tuned_model.tuning_task'), wanted);
    });
  }

  it('knows every required field, also where Google marks a field with more than one word', () => {
    const text =
      '{"tunedModel":{"tuningTask":{"trainingData":{"examples":{"examples":[{"textInput":"a"}]}}}}}';
    const type = message(`${GEMINI}.CreateTunedModelRequest`);
    const { message: value } = readRequestMessage(type, readJson(text));
    assert.deepEqual(missingFields(type, value, 'request'), [
      'tuned_model.tuning_task.training_data.examples.examples[0].output',
    ]);
    assert.deepEqual(missingFields(type, { tunedModel: { tuningTask: {} } }, 'request'), [
      'tuned_model.tuning_task.training_data',
    ]);
  });
});

describe('checking a reply by its descriptor', () => {
  const OPERATION = 'google.longrunning.Operation';
  const metadata = {
    '@type': `type.googleapis.com/${GEMINI}.CreateTunedModelMetadata`,
    totalSteps: 38,
    snapshots: [{ step: 1, meanLoss: 1.4020669460296631, computeTime: '2024-03-14T15:11:23.766989274Z' }],
  };

  it('writes floats as short as they can be, and no empty lists', () => {
    const reply = checkReply(message(OPERATION), { name: 'a', metadata }, false);
    assert.equal(JSON.stringify(reply).includes('"meanLoss":1.402067,'), true, JSON.stringify(reply));
    const list = checkReply(message(`${GEMINI}.ListTunedModelsResponse`), { tunedModels: [] }, false);
    assert.equal(writeJson(list), '{}');
  });

  it('gives enums as numbers to clients that ask for it', () => {
    const job = {
      supervisedTuningSpec: { trainingDatasetUri: 'a', hyperParameters: { adapterSize: 'ADAPTER_SIZE_ONE' } },
    };
    const reply = checkReply(message(`${VERTEX}.TuningJob`), { ...job, state: 'JOB_STATE_RUNNING' }, true);
    assert.equal(
      writeJson(reply),
      '{"supervisedTuningSpec":{"trainingDatasetUri":"a","hyperParameters":{"adapterSize":1}},"state":3}',
    );
  });

  for (const [name, reply] of [
    [`${GEMINI}.TunedModel`, { display_name: 'a', tuningTask: {} }],
    [`${GEMINI}.TunedModel`, { state: 2, tuningTask: {} }],
    [`${GEMINI}.TunedModel`, { createTime: '2024-03-14T15:11:23+01:00', tuningTask: {} }],
    [`${GEMINI}.TunedModel`, { createTime: '2024-02-30T00:00:00Z', tuningTask: {} }],
    [`${GEMINI}.TunedModel`, { readerProjectNumbers: [5], tuningTask: {} }],
    [`${GEMINI}.TunedModel`, { displayName: 'no tuning task' }],
    [`${GEMINI}.TuningTask`, { trainingData: { examples: {} } }],
    [OPERATION, { metadata: { ...metadata, '@type': 'type.googleapis.com/no.Such' } }],
    [OPERATION, { metadata: { ...metadata, totalSteps: '38' } }],
    [OPERATION, { done: true, error: { code: 3 }, response: metadata }],
  ] as const) {
    it(`refuses ${JSON.stringify(reply).slice(0, 60)} as ${name.split('.').at(-1)}`, () => {
      assert.throws(() => checkReply(message(name), reply, false), InvalidReply);
    });
  }

  it("cuts a newer version's fields from an older version's reply", () => {
    const job = {
      baseModel: 'a',
      outputUri: 'gs://b',
      supervisedTuningSpec: { hyperParameters: { epochCount: '1', batchSize: '2' } },
    };
    assert.deepEqual(keepKnownFields(message(`${VERTEX}.TuningJob`), job), {
      baseModel: 'a',
      supervisedTuningSpec: { hyperParameters: { epochCount: '1' } },
    });
    assert.deepEqual(keepKnownFields(message('google.cloud.aiplatform.v1beta1.TuningJob'), job), job);
  });
});
