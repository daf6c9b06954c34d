import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NextStep } from '../../../../../src/base/userError';
import type { ErrorKind } from '../../../../../src/tuning/google/errors/errorKinds';
import {
  GoogleApiError,
  readGoogleStatus,
  unreachable,
} from '../../../../../src/tuning/google/errors/googleApiError';

const info = (reason: string, metadata: object = {}) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

interface Case {
  readonly kind: ErrorKind;
  readonly http: number;
  /** A body of Google's or of what stands in its way. */
  readonly body: unknown;
  readonly says: RegExp;
  /** Title of the first next step. */
  readonly step?: Partial<NextStep>;
  readonly gcloud?: string;
}

const cases: Record<string, Case> = {
  'an API that is off, told by words alone': {
    kind: 'apiDisabled',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message:
          'Vertex AI API has not been used in project 1234567 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview?project=1234567 then retry.',
      },
    },
    says: /^The Vertex AI API isn't enabled in project 1234567\./,
    step: { kind: 'page', title: 'Enable API' },
    gcloud: 'gcloud services enable aiplatform.googleapis.com --project=1234567',
  },
  'no quota project, which Google calls a disabled service': {
    kind: 'noQuotaProject',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message:
          'Your application is authenticating by using local Application Default Credentials. The generativelanguage.googleapis.com API requires a quota project, which is not set by default.',
        details: [
          info('SERVICE_DISABLED', {
            service: 'generativelanguage.googleapis.com',
            consumer: 'projects/764086051850',
          }),
        ],
      },
    },
    says: /requires a quota project/,
    step: { kind: 'setting', setting: 'project' },
    gcloud: 'gcloud auth application-default set-quota-project PROJECT',
  },
  'billing that is off': {
    kind: 'billingOff',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message:
          'This API method requires billing to be enabled. Please enable billing on project #demo-1 by visiting …',
        details: [info('BILLING_DISABLED', { consumer: 'projects/demo-1' })],
      },
    },
    says: /^Billing isn't enabled for project demo-1\./,
    step: { kind: 'page', title: 'Enable Billing' },
  },
  'a missing permission, which is named': {
    kind: 'noPermission',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message:
          "Permission 'aiplatform.tuningJobs.create' denied on resource '//aiplatform.googleapis.com/projects/demo/locations/us-central1' (or it may not exist).",
        details: [
          info('IAM_PERMISSION_DENIED', {
            permission: 'aiplatform.tuningJobs.create',
            resource: 'projects/demo/locations/us-central1',
          }),
        ],
      },
    },
    says: /lacks aiplatform\.tuningJobs\.create on projects\/demo.*"Vertex AI User"/,
    gcloud:
      'gcloud projects add-iam-policy-binding demo --member=user:YOUR_EMAIL --role=roles/aiplatform.user',
  },
  'a missing permission of Cloud Storage, which has only words': {
    kind: 'noPermission',
    http: 403,
    body: {
      error: {
        code: 403,
        message:
          'you@example.com does not have storage.buckets.list access to the Google Cloud project. Permission "storage.buckets.list" denied on resource (or it may not exist).',
        errors: [{ domain: 'global', reason: 'forbidden' }],
      },
    },
    says: /storage\.buckets\.list.*"Storage Admin"/,
  },
  'a region without the model': {
    kind: 'modelNotServed',
    http: 404,
    body: {
      error: {
        code: 404,
        status: 'NOT_FOUND',
        message:
          'Publisher Model `projects/p/locations/us-central1/publishers/google/models/gemini-x` was not found or your project does not have access to it.',
      },
    },
    says: /^gemini-x isn't available in us-central1/,
    step: { kind: 'setting', setting: 'region' },
  },
  'quota that is used up': {
    kind: 'quotaExhausted',
    http: 429,
    body: {
      error: {
        code: 429,
        status: 'RESOURCE_EXHAUSTED',
        message: 'Quota exceeded.',
        details: [
          {
            '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
            violations: [{ subject: 'project:1', description: 'Concurrent tuning jobs: 1' }],
          },
          { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '36s' },
        ],
      },
    },
    says: /try again in 36 s\)\. .*Concurrent tuning jobs: 1\nGoogle says: Quota exceeded\.$/,
    step: { kind: 'page', title: 'View Quotas' },
  },
  'a retired model': {
    kind: 'modelNotServed',
    http: 404,
    body: {
      error: {
        code: 404,
        status: 'NOT_FOUND',
        message:
          'models/gemini-1.0-pro is not found for API version v1beta, or is not supported for generateContent.',
      },
    },
    says: /^gemini-1\.0-pro was retired/,
  },
  'an expired token': {
    kind: 'signInExpired',
    http: 401,
    body: {
      error: {
        code: 401,
        status: 'UNAUTHENTICATED',
        message: 'Request had invalid authentication credentials.',
        details: [info('ACCESS_TOKEN_EXPIRED')],
      },
    },
    says: /^Your session has expired\. Sign in again\./,
    step: { kind: 'signIn' },
  },
  'a refresh token that was revoked, from the token endpoint': {
    kind: 'signInExpired',
    http: 400,
    body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    says: /^Your session has expired[^\n]*\n.*Token has been expired or revoked/,
    step: { kind: 'signIn' },
  },
  'a company that asks for the password again': {
    kind: 'signInExpired',
    http: 400,
    body: {
      error: 'invalid_grant',
      error_subtype: 'invalid_rapt',
      error_description: 'reauth related error',
    },
    says: /^Your session has expired/,
  },
  'a scope that was not granted': {
    kind: 'scopeMissing',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: 'Request had insufficient authentication scopes.',
        details: [info('ACCESS_TOKEN_SCOPE_INSUFFICIENT', { service: 'generativelanguage.googleapis.com' })],
      },
    },
    says: /missing a scope/,
    gcloud:
      'gcloud auth application-default login --client-id-file=client_secret.json --scopes=https://www.googleapis.com/auth/cloud-platform,https://www.googleapis.com/auth/generative-language.tuning',
    step: { kind: 'signIn' },
  },
  'a service account key on a machine with a wrong clock': {
    kind: 'clockWrong',
    http: 400,
    body: {
      error: 'invalid_grant',
      error_description:
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    },
    says: /clock is wrong/,
  },
  'an API key where an account is needed': {
    kind: 'apiKeyNotEnough',
    http: 401,
    body: {
      error: {
        code: 401,
        status: 'UNAUTHENTICATED',
        message:
          'API keys are not supported by this API. Expected OAuth2 access token or other authentication credentials that assert a principal.',
        details: [info('CREDENTIALS_MISSING')],
      },
    },
    says: /^API keys can only prompt/,
    step: { kind: 'signIn' },
  },
  'a project that may not be used for quota': {
    kind: 'quotaProjectDenied',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: 'Caller does not have required permission to use project demo.',
        details: [info('USER_PROJECT_DENIED', { consumer: 'projects/demo' })],
      },
    },
    says: /^You don't have permission to use project demo as the quota project/,
  },
  'a project that does not exist': {
    kind: 'noSuchProject',
    http: 403,
    body: {
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: 'Permission denied on resource project no-such.',
        details: [info('CONSUMER_INVALID', { consumer: 'projects/no-such' })],
      },
    },
    says: /^Project no-such doesn't exist/,
  },
  'a page of a proxy': { kind: 'proxy', http: 407, body: '<html>Login</html>', says: /HTTP 407.*proxy/ },
};

const read = (http: number, body: unknown) => new GoogleApiError(readGoogleStatus(http, body));

describe('what is said about an error', () => {
  for (const [name, { kind, http, body, says, step, gcloud }] of Object.entries(cases)) {
    it(`of ${name}`, () => {
      const error = read(http, body);
      assert.equal(error.kind, kind);
      assert.match(error.message, says);
      if (step) assert.deepEqual({ ...error.nextSteps[0], ...step }, error.nextSteps[0]);
      if (gcloud) assert.deepEqual(error.gcloud, [gcloud]);
    });
  }

  it('of a certificate: the clock or a proxy is to blame, by its fault', () => {
    const at = (code: string) => new GoogleApiError(unreachable('https://storage.googleapis.com/x', code));
    assert.equal(at('CERT_NOT_YET_VALID').kind, 'clockWrong');
    assert.match(at('SELF_SIGNED_CERT_IN_CHAIN').message, /SELF_SIGNED_CERT_IN_CHAIN.*proxy/);
    assert.equal(at('ENOTFOUND').kind, 'unreachable');
    for (const host of ['127.0.0.1:4711', 'localhost:4711']) {
      const stopped = new GoogleApiError(unreachable(`http://${host}/x`, 'ECONNREFUSED'));
      assert.equal(stopped.message, 'The sandbox has stopped.');
      assert.deepEqual(stopped.nextSteps, [{ kind: 'startSandbox' }]);
    }
  });

  it('of a sign-in that is refused for a reason that we do not know', () => {
    assert.match(
      read(400, { error: 'admin_policy_enforced' }).message,
      /rejected the sign-in: admin_policy_enforced/,
    );
  });

  it('blames the clock when a token is refused and the reply has another time', () => {
    const headers = new Headers({ date: 'Sat, 01 Aug 2026 12:00:00 GMT' });
    const body = { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Invalid.' } };
    const at = (receivedAt: string) =>
      new GoogleApiError(readGoogleStatus(401, body, { headers, receivedAt: Date.parse(receivedAt) }));
    assert.match(at('2026-08-01T12:50:00Z').message, /clock is 50 minutes ahead/);
    assert.match(at('2026-08-01T11:00:00Z').message, /clock is 60 minutes behind/);
    assert.equal(at('2026-08-01T12:01:00Z').kind, 'signInExpired');
  });

  it('gives the request id that support asks for, and how long to wait', () => {
    const headers = new Headers({ 'x-goog-request-id': 'req-42', 'retry-after': '7' });
    const body = { error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'Slow down.' } };
    const error = new GoogleApiError(readGoogleStatus(429, body, { headers, receivedAt: 0 }));
    assert.match(error.message, /in 7 s.*\nGoogle says: Slow down\. \(Request req-42\)$/);
  });

  it('offers only web links that a reply carries', () => {
    const link = (url: string) =>
      read(400, {
        error: {
          message: 'x',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.Help', links: [{ description: 'Help', url }] },
          ],
        },
      }).nextSteps;
    assert.equal(link('https://cloud.google.com/x').length, 1);
    fc.assert(
      fc.property(
        fc.constantFrom('command:x', 'file:///etc/passwd', 'vscode://a.b', 'http://x', ''),
        (url) => {
          assert.deepEqual(link(url), []);
        },
      ),
    );
  });
});
