import assert from 'node:assert/strict';
import { explainGoogleStatus } from '../../../src/tuning/google/errors/errorExplanation';
import { readGoogleStatus } from '../../../src/tuning/google/errors/googleApiError';
import { failureOf } from '../../../src/tuning/google/errors/jobFailure';

/** Answers that people have met, from public bug reports with names and numbers replaced, and what must be said. */
interface Met {
  readonly http?: number;
  readonly body?: unknown;
  /** The same as the end of a job, which has words only. */
  readonly job?: string;
  /** Our own sentence, in all of these parts. */
  readonly says: readonly RegExp[];
  readonly neverSays?: RegExp;
  readonly gcloud?: RegExp;
}

const agent = 'service-000000000000@gcp-sa-aiplatform.iam.gserviceaccount.com';
const status = (code: number, name: string, message: string) => ({ error: { code, status: name, message } });
const publisherModel = (model: string) =>
  `Publisher Model \`projects/p/locations/us-central1/publishers/google/models/${model}\` was not found or your project does not have access to it.`;

const met: Record<string, Met> = {
  'a service agent that cannot read the bucket': {
    http: 400,
    body: status(
      400,
      'FAILED_PRECONDITION',
      `${agent} does not have storage.objects.get access to the Google Cloud Storage object.`,
    ),
    job: `${agent} does not have storage.objects.get access to the Google Cloud Storage object.`,
    says: [
      new RegExp(`service agent ${agent} lacks storage\\.objects\\.get on the bucket`),
      /Storage Object Viewer/,
    ],
    neverSays: /your account/i,
    gcloud: new RegExp(`--member=serviceAccount:${agent} `),
  },
  "the same in Vertex AI's words": {
    job: `Service account \`${agent}\` does not have \`[storage.objects.get, storage.objects.create]\` IAM permission(s) to the bucket "my-bucket". Please either copy the files to the Google Cloud Storage bucket owned by your project, or grant the required IAM permission(s) to the service account.`,
    says: [new RegExp(agent), /storage\.objects\.get and storage\.objects\.create on the bucket my-bucket/],
    neverSays: /your account/i,
    gcloud: new RegExp(`gs://my-bucket --member=serviceAccount:${agent} --role=roles/storage\\.objectUser`),
  },
  'the service account of a key file that cannot write': {
    http: 403,
    body: {
      error: {
        code: 403,
        message:
          "tuner@my-project.iam.gserviceaccount.com does not have storage.objects.create access to the Google Cloud Storage object. Permission 'storage.objects.create' denied on resource (or it may not exist).",
        errors: [{ reason: 'forbidden' }],
      },
    },
    says: [
      /^tuner@my-project\.iam\.gserviceaccount\.com lacks storage\.objects\.create/,
      /or the bucket doesn't exist/,
    ],
    neverSays: /your account|service agent/i,
    gcloud: /--member=serviceAccount:tuner@my-project\.iam\.gserviceaccount\.com/,
  },
  "Google's own page for an address that does not exist": {
    http: 404,
    body: '<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL <code>/v1/projects/p/locations/us-centrall1/tuningJobs</code> was not found on this server.\n',
    says: [/Google has nothing at this URL.*"us-centrall1".*Check the region/],
    neverSays: /proxy/i,
  },
  'the page of a proxy': {
    http: 407,
    body: '<html><head><title>Proxy Authentication Required</title></head><body>corp-gw</body></html>',
    says: [/wasn't from the API.*proxy/],
  },
  'a retired model': {
    http: 404,
    body: status(404, 'NOT_FOUND', publisherModel('gemini-1.5-flash-002')),
    says: [/gemini-1\.5-flash-002 was retired on 2025-09-24/, /such as gemini-\d/],
    neverSays: /region/,
  },
  'a misspelt model': {
    http: 404,
    body: status(404, 'NOT_FOUND', publisherModel('gemini-2.5-flsh')),
    says: [/Model gemini-2\.5-flsh not found\. Did you mean gemini-2\.5-flash\?/],
    neverSays: /region/,
  },
  'a Gemini 3 model that is asked for in a region': {
    http: 404,
    body: status(
      404,
      'NOT_FOUND',
      'Publisher model projects/p/locations/us-central1/publishers/google/models/gemini-3.5-flash was not found',
    ),
    says: [/gemini-3\.5-flash isn't served in us-central1\. Google serves it at us, eu, and global only/],
    neverSays: /another region|your project/,
  },
  'a preview that is served in one place only, in the words of another year': {
    http: 400,
    body: status(
      400,
      'FAILED_PRECONDITION',
      'Publisher Model `projects/p/locations/eu/publishers/google/models/gemini-3.1-pro-preview` is not servable in region eu.',
    ),
    says: [/gemini-3\.1-pro-preview isn't served in eu\. Google serves it at global only/],
  },
  'a model that is closed to this project': {
    http: 404,
    body: status(404, 'NOT_FOUND', publisherModel('gemini-2.5-flash')),
    says: [
      /Since 2026-10-20, gemini-2\.5-flash is closed to projects that hadn.t used it/,
      /such as gemini-3/,
    ],
    neverSays: /region/,
  },
  'the same on the Gemini API, which names another': {
    http: 404,
    body: status(
      404,
      'NOT_FOUND',
      'This model models/gemini-2.5-flash is no longer available to new users. Please update your code to use models/gemini-3.6-flash for the latest features.',
    ),
    says: [/^Since 2026-10-20, .* is closed to/, /such as gemini-3\.6-flash\./],
  },
  'an endpoint that may not be asked, or is gone': {
    http: 403,
    body: status(
      403,
      'PERMISSION_DENIED',
      "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis.com/projects/my-project/locations/us-central1/endpoints/999' (or it may not exist).",
    ),
    says: [/^Your account doesn't have permission to prompt endpoint 999, or the endpoint was deleted/],
    gcloud: /add-iam-policy-binding my-project .*roles\/aiplatform\.user/,
  },
  "a project's display name": {
    http: 403,
    body: {
      error: {
        ...status(403, 'PERMISSION_DENIED', 'Permission denied on resource project My First Project.').error,
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
            reason: 'CONSUMER_INVALID',
            domain: 'googleapis.com',
            metadata: { consumer: 'projects/My First Project', service: 'aiplatform.googleapis.com' },
          },
        ],
      },
    },
    says: [/^Project My First Project .*by its ID/],
  },
  'the quota of tuning jobs, as the end of a job': {
    job: 'The following quota metrics exceed quota limits: aiplatform.googleapis.com/global_concurrent_tuning_jobs',
    says: [/quota of concurrent tuning jobs \(1 by default\)/, /Wait for that job, cancel it/],
  },
  'a service account that may not be acted as': {
    http: 400,
    body: status(
      400,
      'INVALID_ARGUMENT',
      'You do not have permission to act as service_account: tuner@my-project.iam.gserviceaccount.com',
    ),
    says: [
      /^Your account can't act as .* tuner@my-project\.iam\.gserviceaccount\.com\. .*"Service Account User"/,
    ],
    gcloud: /service-accounts add-iam-policy-binding tuner@my-project\.iam\.gserviceaccount\.com /,
  },
  'an internal error': {
    http: 500,
    body: status(500, 'INTERNAL', 'Internal error encountered.'),
    says: [/^Google had an internal error\. Try again/],
  },
  'a model that is asked instead of its endpoint': {
    http: 400,
    body: status(
      400,
      'INVALID_ARGUMENT',
      'The Model name projects/my-project/locations/europe-west4/models/121 is malformed and it should be in form of projects/{project}/locations/{location}/publishers/google/models/{model}',
    ),
    says: [/prompted at its endpoint/, /full name of the endpoint/],
  },
  'capacity that is shared by all': {
    http: 429,
    body: status(
      429,
      'RESOURCE_EXHAUSTED',
      'Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.',
    ),
    says: [/no capacity left/, /isn't your quota/],
  },
};

describe('what is said about an answer that people have met', () => {
  for (const [name, { http, body, job, says, neverSays, gcloud }] of Object.entries(met)) {
    it(`says who, where and what: ${name}`, () => {
      const read = http === undefined ? undefined : explained(http, body);
      const ended = job === undefined ? undefined : failureOf({ state: 'FAILED', error: job });
      for (const { message, nextSteps } of [read, ended].filter((one) => one !== undefined)) {
        const [ours = '', googles] = message.split('\n');
        for (const part of says) assert.match(ours, part);
        if (neverSays) assert.doesNotMatch(ours, neverSays);
        const words = job ?? (body as { error?: { message?: string } }).error?.message;
        if (words) assert.equal(googles, `Google says: ${words}`);
        assert.deepEqual(
          nextSteps,
          (read ?? ended)?.nextSteps,
          'the same steps whether it is a reply or a job',
        );
      }
      if (gcloud) {
        const lines = read?.gcloud ?? explainJob(job ?? '').gcloud;
        assert.match(lines.join('\n'), gcloud);
      }
    });
  }

  it("keeps rows of the training file out of what it quotes of Google's", () => {
    const error =
      'Dataset example 1 of 14 contains an unsupported modality [function call] in the “parts” field, which is not supported by this model. JSON: {"contents": [{"role": "user"}]}';
    const said = failureOf({ state: 'FAILED', error })?.message ?? '';
    assert.match(said, /\nGoogle says: Dataset example 1 of 14 .* by this model\. …$/);
  });
});

/** On a day on which the models of these texts were as the table says. */
function explained(http: number, body: unknown) {
  return explainGoogleStatus(readGoogleStatus(http, body), Date.parse('2026-11-28'));
}

function explainJob(message: string) {
  return explainGoogleStatus({ ...readGoogleStatus(400, { error: { message } }), code: 0, status: 'FAILED' });
}
