import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { UserError } from '../../../src/base/userError';
import {
  GoogleApiError,
  readGoogleStatus,
  unreachable,
} from '../../../src/tuning/google/errors/googleApiError';
import type { ServiceJobs } from '../../../src/tuning/watch/serviceJobs';
import { emptyState, emptyStates } from '../../../src/workbench/jobs/tree/emptyState';
import { fakeJob } from '../tuning/fakeService';

const none: ServiceJobs = { status: 'ready', jobs: [] };
const offline = failed(new GoogleApiError(unreachable('https://aiplatform.googleapis.com/', 'ENOTFOUND')));
const apiOff = failed(googleError('SERVICE_DISABLED'));

describe('the view without rows', () => {
  const stateOf = (services: ServiceJobs[], hasPlans = false) =>
    emptyState({ trusted: true, connected: true, services, hasPlans, hasLaunches: false });

  it('says why it is empty', () => {
    assert.equal(
      emptyState({ trusted: false, connected: false, services: [], hasPlans: true, hasLaunches: false }),
      'untrusted',
    );
    assert.equal(
      emptyState({ trusted: true, connected: false, services: [none], hasPlans: true, hasLaunches: false }),
      'notConnected',
    );
    assert.equal(stateOf([none, none]), 'noJobs');
    assert.equal(stateOf([offline, offline]), 'offline');
    const stopped = failed(new GoogleApiError(unreachable('http://127.0.0.1:4711/', 'ECONNREFUSED')));
    assert.equal(stateOf([stopped, stopped]), 'sandboxStopped');
    assert.equal(stateOf([apiOff, apiOff]), 'apiOff');
    for (const reason of ['NO_CREDENTIALS', 'BROKEN_CREDENTIALS', 'SIGNED_OUT']) {
      const error = failed(new UserError('…', reason));
      assert.equal(stateOf([error, error]), 'notSignedIn', reason);
    }
    const ended = failed(googleError('ACCESS_TOKEN_EXPIRED'));
    assert.equal(stateOf([ended, ended]), 'notSignedIn');
    const noProject = failed(new UserError('…', 'NO_PROJECT'));
    assert.equal(stateOf([noProject, noProject]), 'noProject');
  });

  it('is not empty when one service has a job, works, or fails for a reason of its own', () => {
    const job = fakeJob('a', 'FAILED');
    assert.equal(stateOf([{ ...offline, jobs: [job] }, offline]), undefined, 'what was known stays in view');
    assert.equal(stateOf([none, apiOff]), undefined);
    assert.equal(stateOf([offline, apiOff]), undefined);
    assert.equal(stateOf([none, { status: 'loading', jobs: [] }]), undefined);
    assert.equal(stateOf([{ status: 'unasked', jobs: [] }]), undefined);
    const denied = failed(googleError('IAM_PERMISSION_DENIED'));
    assert.equal(stateOf([denied, denied]), undefined, 'its row says which permission is missing');
    assert.equal(stateOf([none, none], true), undefined, 'plans are rows');
  });

  it('has a welcome text for each reason, which has exactly one button', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8'));
    const texts = JSON.parse(await readFile('package.nls.json', 'utf8'));
    const welcomes: { contents: string; when: string }[] = manifest.contributes.viewsWelcome;
    const conditions = {
      untrusted: '!isWorkspaceTrusted',
      notConnected: "config.tunewright.connection == 'none'",
    } as Record<string, string>;
    for (const state of emptyStates) {
      const condition = conditions[state] ?? `tunewright.emptyState == '${state}'`;
      const welcome = welcomes.find(({ when }) => when.endsWith(condition));
      assert.ok(welcome, state);
      const text: string = texts[welcome.contents.replaceAll('%', '')];
      assert.equal(
        text.split('\n').filter((line) => /^\[[^\]]+\]\(command:\S+\)$/.test(line)).length,
        1,
        text,
      );
    }
  });
});

function failed(error: unknown): ServiceJobs {
  return { status: 'failed', jobs: [], error };
}

function googleError(reason: string): GoogleApiError {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }];
  return new GoogleApiError(
    readGoogleStatus(403, { error: { code: 403, status: 'PERMISSION_DENIED', details } }),
  );
}
