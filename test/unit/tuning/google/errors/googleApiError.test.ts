import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  GoogleApiError,
  readGoogleStatus,
  unreachable,
} from '../../../../../src/tuning/google/errors/googleApiError';

const google = (error: object) => new GoogleApiError(readGoogleStatus(403, { error }));
const info = (reason: string, metadata: object) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

describe('GoogleApiError', () => {
  it('says which API is off, where, and links to the switch', () => {
    const error = google({
      code: 403,
      status: 'PERMISSION_DENIED',
      message: 'Vertex AI API has not been used in project 12 before or it is disabled.',
      details: [
        info('SERVICE_DISABLED', { service: 'aiplatform.googleapis.com', consumer: 'projects/demo' }),
        {
          '@type': 'type.googleapis.com/google.rpc.Help',
          links: [
            {
              description: 'Google developers console API activation',
              url: 'https://console.example/enable',
            },
          ],
        },
      ],
    });
    assert.equal(
      error.message.split('\n')[0],
      "The Vertex AI API isn't enabled in project demo. Enable it, wait a minute, and try again.",
    );
    assert.deepEqual(error.nextSteps[0], {
      kind: 'page',
      title: 'Enable API',
      url: 'https://console.example/enable',
    });
    assert.deepEqual(error.gcloud, ['gcloud services enable aiplatform.googleapis.com --project=demo']);
  });

  it('names the field that was refused when the message does not', () => {
    const error = google({
      code: 400,
      status: 'INVALID_ARGUMENT',
      message: 'Request contains an invalid argument.',
      details: [
        {
          '@type': 'type.googleapis.com/google.rpc.BadRequest',
          fieldViolations: [{ field: 'tuned_model.base_model', description: 'unknown model' }],
        },
      ],
    });
    assert.equal(
      error.message,
      'Request contains an invalid argument. tuned_model.base_model: unknown model',
    );
  });

  it('says how long to wait when the quota is used up', () => {
    const error = google({
      code: 429,
      status: 'RESOURCE_EXHAUSTED',
      message: 'Too many.',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '36s' }],
    });
    assert.equal(
      error.message,
      'The quota is used up (try again in 36 s). Wait, or request more quota.\nGoogle says: Too many.',
    );
  });

  it('reads the error of a stream, which stands in a list', () => {
    const status = readGoogleStatus(
      404,
      '[{"error": {"code": 404, "status": "NOT_FOUND", "message": "gone"}}]',
    );
    assert.equal(new GoogleApiError(status).message, 'gone');
  });

  it('knows a page of a proxy from an answer of Google', () => {
    const error = new GoogleApiError(readGoogleStatus(503, '<html>Sign in to the hotel Wi-Fi</html>'));
    assert.match(error.message, /HTTP 503.*wasn't from the API.*proxy/);
  });

  it('says which host did not answer', () => {
    assert.match(
      new GoogleApiError(unreachable('https://host.example/v1/x', 'ECONNREFUSED')).message,
      /^No response from host\.example \(ECONNREFUSED\)/,
    );
  });

  it('makes a sentence of any body, and never shows it raw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 400, max: 599 }), (body, status) => {
        const { message } = new GoogleApiError(readGoogleStatus(status, { error: body }));
        assert.equal(typeof message, 'string');
        assert.notEqual(message, '');
        assert.ok(!message.includes('[object'));
      }),
    );
  });
});
