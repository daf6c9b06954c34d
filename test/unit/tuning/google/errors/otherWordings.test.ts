import assert from 'node:assert/strict';
import { GoogleApiError, readGoogleStatus } from '../../../../../src/tuning/google/errors/googleApiError';
import { failureOf } from '../../../../../src/tuning/google/errors/jobFailure';

/** Sentences of Google's from public reports, names replaced: who, where and what ours then has. */
const wordings: readonly (readonly [code: number, status: string, says: string, ours: RegExp])[] = [
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'Service agents are being provisioned (https://cloud.google.com/vertex-ai/docs/general/access-control#service-agents). Service agents are needed to read the Cloud Storage file provided. So please try again in a few minutes.',
    /still creating this project's service agents.* Try again in a few minutes/,
  ],
  [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    "Quota exceeded for quota metric 'Generate Content API requests per minute' and limit 'GenerateContent request limit per minute for a region' of service 'generativelanguage.googleapis.com' for consumer 'project_number:123'.",
    /The quota of Generate Content API requests per minute is used up/,
  ],
  [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    'Quota exceeded for aiplatform.googleapis.com/eu_multi_region_online_prediction_requests_per_base_model with base model: gemini-3.5-flash. Please submit a quota increase request.',
    /^The quota of eu multi region online prediction requests per base model is used up.* select another location\. New projects might have no quota/,
  ],
  [429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', /The quota is used up/],
  [503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.', /no capacity left/],
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'Project `123456789012` is not allowed to use Publisher Model `projects/p/locations/us-central1/publishers/google/models/gemini-2.0-flash-001`',
    /gemini-2\.0-flash-001 was retired on 2026-06-01/,
  ],
  [
    ...([404, 'NOT_FOUND'] as const),
    'Publisher Model `publishers/google/models/gemini-3.5-flash` was not found or your project does not have access to it.',
    /gemini-3\.5-flash isn.t available there.* Google serves it at .*global/,
  ],
  [
    403,
    'PERMISSION_DENIED',
    'The caller does not have permission',
    /^Your account lacks a permission .* role/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    'You do not have permission to access tuned model tunedModels/abc-1.',
    /^Your account can't use tunedModels\/abc-1, or it doesn't exist\. Ask its owner/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    "Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: AbC_1-f",
    /policy of your organization .* administrator, and name the identifier AbC_1-f/,
  ],
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'Operation denied by org policy: ["constraints/vertexai.allowedModels": "publishers/google/models/gemini-3.5-flash:tune is not allowed"]',
    /policy of your organization, vertexai\.allowedModels, forbids this/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    "Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource 'projects/p/locations/l/keyRings/r/cryptoKeys/k' (or it may not exist).",
    /keyRings\/r\/cryptoKeys\/k.*"Cloud KMS CryptoKey Encrypter\/Decrypter"/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    "Permission 'iam.serviceAccounts.actAs' denied on service account tuner@p.iam.gserviceaccount.com (or it may not exist).",
    /can't act as the service account tuner@p\.iam\.gserviceaccount\.com\. .*"Service Account User"/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    'Your API key was reported as leaked. Please use another API key.',
    /^Invalid API key\. Sign in again/,
  ],
  [
    ...([404, 'NOT_FOUND'] as const),
    'The Endpoint resource projects/1/locations/us/endpoints/77 is not found or access is unauthorized.',
    /endpoint 77/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Base model gemini-3.5-flash is not supported in location us-east1.',
    /^Gemini 3\.5 Flash is tuned in us-central1 and europe-west4, not in us-east1/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Base model gemini-3.8-flash is not supported.',
    /^Gemini 3\.8 Flash can be prompted, but not tuned\. Select a newer one|^Gemini 3\.8 Flash can be prompted/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Base model gemini-2.5-pro is not supported for preference optimization.',
    /^Google doesn't tune Gemini 2\.5 Pro for preference optimization\. Select another model/,
  ],
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'Tuning is not supported in location global.',
    /^Tuning jobs don't run in global\. Select a region/,
  ],
  [
    ...([404, 'NOT_FOUND'] as const),
    'models/gemini-2.0-flash is not found for API version v1beta, or is not supported for generateContent.',
    /^gemini-2\.0-flash was retired\. Select a newer one/, // the date that the table has is Vertex AI's
  ],
  [400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', /^Invalid API key\. Sign in/],
  [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    'The following quotas are exceeded: global_concurrent_tuning_jobs',
    /^Another tuning job of this project is still running/,
  ],
  [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    'The tuning job could not be started: Global concurrent tuning jobs quota exceeded.',
    /^Another tuning job of this project is still running/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    'Vertex AI Service Agent does not have permission to use the Cloud KMS key projects/p/locations/us-central1/keyRings/r/cryptoKeys/k.',
    /^Google's service agent lacks .*"Cloud KMS CryptoKey Encrypter\/Decrypter"/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    "Consumer 'projects/acme-ml' has been suspended.",
    /^Project acme-ml was suspended by Google/,
  ],
  [
    ...([404, 'NOT_FOUND'] as const),
    "Project 'projects/acme-ml' not found or permission denied.",
    /^Project acme-ml doesn't exist, or your account doesn't have access/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    'Permission denied on resource project acme-typo.',
    /^Project acme-typo doesn't exist, or your account doesn't have access/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Failed to convert GeminiTuneExamples to Evaluation Examples. Multimodal is not supported for tunex evaluation datasets at this time.',
    /examples with files, and fails the job for it\. Launch it again without the evaluation/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Dataset example 3 of 20 contains an unsupported modality [function call] in the “parts” field, which is not supported by this model. JSON: {"contents":[]}',
    /^Google doesn't tune this model on examples with function calls/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'List of found errors:\t1.Field: tuning_job.supervised_tuning_spec.training_dataset_uri; Message: training_dataset_uri should be a GCS object of type JSONL.\t2.Field: tuning_job.labels; Message: too many labels\t',
    /^Google can't use the training file: it must be .* \.jsonl\. labels: too many labels\./,
  ],
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'User location is not supported for the API use.',
    /in the country that this request came from/,
  ],
  [
    ...([400, 'FAILED_PRECONDITION'] as const),
    'Vertex AI Service Agent service-1@gcp-sa-aiplatform.iam.gserviceaccount.com does not have permission to access Cloud Storage bucket my-data.',
    /^Google's service agent service-1@gcp-sa-aiplatform\S+ lacks storage\.objects\.get on the bucket my-data/,
  ],
  ...[
    'Publisher Model `projects/p/locations/global/publishers/google/models/ID` was not found or your project does not have access to it.',
  ].flatMap((says) =>
    (
      [
        ['gemini-1.0-pro-001', /^gemini-1\.0-pro-001 was retired on 2025-04-21\. Select a newer one/],
        ['gemini-1.5-pro-001', /^gemini-1\.5-pro-001 was retired on 2025-05-24\. Select a newer one/],
        [
          'gemini-1.5-pro-003',
          /^gemini-1\.5-pro-003 was retired.*the last on 2025-09-24\. Select a newer one/,
        ],
        ['gemini-pro', /^gemini-pro was retired\. Select a newer one/],
        ['text-bison@002', /^text-bison was retired\. Select a newer one/],
      ] as const
    ).map(([id, ours]) => [404, 'NOT_FOUND', says.replace('ID', id), ours] as const),
  ),
  [
    ...([429, 'RESOURCE_EXHAUSTED'] as const),
    'The tuning job failed because of RESOURCE_EXHAUSTED: quota for concurrent tuning jobs exceeded in project acme.',
    /^Another tuning job of this project is still running/,
  ],
  [500, 'INTERNAL', 'Internal error encountered.', /^Google had an internal error\. Try again/],
  [
    ...([500, 'INTERNAL'] as const),
    'Internal error occurred for computing reward.',
    /^Google couldn't compute the reward\. .*full resource name/,
  ],
  [
    ...([504, 'DEADLINE_EXCEEDED'] as const),
    'Deadline expired before operation could complete.',
    /^Google's service isn't available right now/,
  ],
  [
    ...([403, 'PERMISSION_DENIED'] as const),
    "tuner@acme.iam.gserviceaccount.com does not have storage.buckets.get access to the Google Cloud Storage bucket. Permission 'storage.buckets.get' denied on resource (or it may not exist).",
    /^tuner@acme\S+ lacks storage\.buckets\.get on the bucket, or the bucket doesn't exist\. Grant it/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Permission denied: service account service-1@gcp-sa-vertex-tune.iam.gserviceaccount.com cannot read gs://my-data/train.jsonl.',
    /^Google's service agent service-1@gcp-sa-vertex-tune\S+ lacks .* on the bucket my-data/,
  ],
  [404, 'notFound', 'The specified bucket does not exist.', /^This bucket doesn't exist.*misspelled/],
  [
    ...([404, 'notFound'] as const),
    'The specified bucket my-dataa does not exist.',
    /^The bucket my-dataa doesn't exist.*misspelled/,
  ],
  [
    ...([400, 'INVALID_ARGUMENT'] as const),
    'Bucket gs://my-dataa was not found.',
    /^The bucket my-dataa doesn't exist.*misspelled/,
  ],
  [
    ...([404, 'notFound'] as const),
    'No such object: my-data/folder/train.jsonl',
    /^gs:\/\/my-data\/folder\/train\.jsonl doesn't exist.* Check the URI/,
  ],
  [
    ...([404, 'notFound'] as const),
    'No such object: my-data/my train.jsonl#1699999999999999',
    /^This version of gs:\/\/my-data\/my train\.jsonl doesn't exist anymore.* replaced or deleted/,
  ],
  [
    ...([400, 'required'] as const),
    'Bucket is a requester pays bucket but no user project provided.',
    /^Whoever reads this bucket pays \(Requester Pays\).* Copy the files to a bucket of your own project/,
  ],
  [
    ...([403, 'accountDisabled'] as const),
    'The billing account for the owning project is disabled in state closed',
    /^Billing isn't enabled for the project that owns the bucket\. /,
  ],
  [
    ...([403, 'accountDisabled'] as const),
    'The project to be billed is associated with a closed billing account.',
    /^Billing isn't enabled for the project of this request\. /,
  ],
  [
    ...([409, 'conflict'] as const),
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    /^Someone else has a bucket with this name.* Choose another name/,
  ],
  [
    ...([409, 'conflict'] as const),
    'Your previous request to create the named bucket succeeded and you already own it.',
    /^This project already has a bucket with this name\. Select it/,
  ],
];

describe('other wordings of the same faults', () => {
  for (const [code, status, says, ours] of wordings)
    it(says.slice(0, 90), () => {
      const { message } = new GoogleApiError(
        readGoogleStatus(code, { error: { code, status, message: says } }),
      );
      const [first = '', second = ''] = message.split('\n');
      assert.match(first, ours);
      assert.ok(
        first.includes(says) || second.startsWith('Google says: '),
        'Google’s own sentence stands below',
      );
    });

  it('name the bucket that was asked for when Google does not', () => {
    const says =
      'ann@example.com does not have storage.objects.list access to the Google Cloud Storage bucket.';
    const status = readGoogleStatus(403, { error: { code: 403, status: 'forbidden', message: says } });
    const { message, gcloud } = new GoogleApiError({ ...status, metadata: { bucket: 'rows' } });
    assert.match(message, /^ann@example\.com lacks storage\.objects\.list on the bucket rows\. /);
    assert.match(gcloud.join(), / gs:\/\/rows --member=user:ann@example\.com /);
  });

  it('do not take a place that Google has for a misspelled one', () => {
    for (const [place, ours] of [
      ['eu', /^Google has nothing at this URL in eu\. /],
      ['europe-west9', /^Google has nothing at this URL in europe-west9\. /],
      ['us-centrall1', /"us-centrall1" probably isn't a Vertex AI region/],
    ] as const) {
      const page = `<title>Error 404 (Not Found)!!1</title><code>/v1/projects/p/locations/${place}/x</code>`;
      assert.match(new GoogleApiError(readGoogleStatus(404, page)).message, ours);
    }
  });

  it('say the same at the end of a job', () => {
    for (const [, , says, ours] of wordings) {
      const failure = failureOf({ state: 'FAILED', error: says });
      assert.match(failure?.message ?? '', ours, says);
    }
  });
});
