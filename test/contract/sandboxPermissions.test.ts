import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { v1beta } from '@google-ai/generativelanguage';
import { GoogleAuth } from 'google-auth-library';
import { CLOUD_PLATFORM, type RunningSandbox, startSandbox, waitFor } from './sandboxProcess';

const NAME = 'tunedModels/shared-model';
const FRIEND = 'friend@example.com';

/** Google's own client, as two people: the ADC file's account and the sandbox's service account. */
describe('sharing a tuned model', () => {
  let sandbox: RunningSandbox;
  let mine: ReturnType<typeof clientsOf>;
  let theirs: ReturnType<typeof clientsOf>;
  let theirEmail: string;

  before(async () => {
    sandbox = await startSandbox();
    const authClient = await new GoogleAuth({ keyFile: sandbox.adc, scopes: CLOUD_PLATFORM }).getClient();
    const key = JSON.parse(await readFile(path.join(sandbox.dataDir, 'service-account.json'), 'utf8')) as {
      client_email: string;
    };
    theirEmail = key.client_email;
    mine = clientsOf(sandbox, { authClient: authClient as never });
    theirs = clientsOf(sandbox, { credentials: key });
    const examples = [{ textInput: 'a', output: 'b' }];
    await mine.models.createTunedModel({
      tunedModelId: 'shared-model',
      tunedModel: {
        baseModel: 'models/gemini-1.0-pro-001',
        tuningTask: { hyperparameters: { epochCount: 1 }, trainingData: { examples: { examples } } },
      },
    });
    await waitFor(
      () => mine.models.getTunedModel({ name: NAME }),
      ([{ state }]) => state === 'ACTIVE',
    );
  });
  after(async () => {
    await Promise.all(
      [mine, theirs].flatMap((clients) => [clients?.models.close(), clients?.permissions.close()]),
    );
    assert.equal(sandbox?.errors(), '');
    await sandbox?.stop();
  });

  const listed = async (clients: typeof mine, filter = '') =>
    (await clients.models.listTunedModels({ filter }))[0].map(({ name }) => name);

  it('shows a model to its owner only', async () => {
    assert.deepEqual(await listed(mine), [NAME]);
    assert.deepEqual(await listed(theirs), []);
    await assert.rejects(theirs.models.getTunedModel({ name: NAME }), /do not have permission/);
    const [permissions] = await mine.permissions.listPermissions({ parent: NAME });
    assert.deepEqual(
      permissions.map(({ granteeType, role }) => [granteeType, role]),
      [['USER', 'OWNER']],
    );
  });

  it('lets readers read, writers write, and only the owner delete', async () => {
    const [permission] = await mine.permissions.createPermission({
      parent: NAME,
      permission: { granteeType: 'USER', emailAddress: theirEmail, role: 'READER' },
    });
    const { name } = permission;
    const rename = () => theirs.models.updateTunedModel({ tunedModel: { name: NAME, displayName: 'zz' } });
    assert.deepEqual(await listed(theirs, 'readers:me'), [NAME]);
    assert.deepEqual(await listed(theirs, 'owner:me'), []);
    await assert.rejects(rename(), /do not have permission/);
    await mine.permissions.updatePermission({
      permission: { name: name ?? '', role: 'WRITER' },
      updateMask: { paths: ['role'] },
    });
    assert.equal((await mine.permissions.getPermission({ name: name ?? '' }))[0].role, 'WRITER');
    assert.equal((await rename())[0].displayName, 'zz');
    await assert.rejects(theirs.models.deleteTunedModel({ name: NAME }), /do not have permission/);
    await mine.permissions.deletePermission({ name: name ?? '' });
    assert.deepEqual(await listed(theirs), []);
  });

  it('hides what is shared with everyone, unless it is asked for', async () => {
    const [everyone] = await mine.permissions.createPermission({
      parent: NAME,
      permission: { granteeType: 'EVERYONE', role: 'READER' },
    });
    assert.deepEqual(await listed(mine), []);
    assert.deepEqual(await listed(mine, 'owner:me'), [NAME]);
    assert.deepEqual(await listed(theirs, 'readers:everyone'), [NAME]);
    assert.equal((await theirs.models.getTunedModel({ name: NAME }))[0].name, NAME);
    await mine.permissions.deletePermission({ name: everyone.name ?? '' });
  });

  it('refuses what Google refuses', async () => {
    for (const [permission, problem] of [
      [{ granteeType: 'USER', role: 'READER' }, /email_address must be set/],
      [{ granteeType: 'EVERYONE', emailAddress: FRIEND, role: 'READER' }, /must not be set/],
      [{ granteeType: 'EVERYONE', role: 'WRITER' }, /READER only/],
      [{ granteeType: 'USER', emailAddress: FRIEND, role: 'OWNER' }, /transferOwnership only/],
      [{ emailAddress: FRIEND, role: 'READER' }, /grantee_type must be/],
    ] as const) {
      await assert.rejects(mine.permissions.createPermission({ parent: NAME, permission }), problem);
    }
    const [owner] = (await mine.permissions.listPermissions({ parent: NAME }))[0];
    const name = owner?.name ?? '';
    await assert.rejects(mine.permissions.deletePermission({ name }), /cannot be changed or deleted/);
    const mask = { paths: ['email_address'] };
    await assert.rejects(
      mine.permissions.updatePermission({ permission: { name, role: 'READER' }, updateMask: mask }),
      /Only the field 'role'/,
    );
    await assert.rejects(mine.permissions.getPermission({ name: `${NAME}/permissions/1` }), /does not exist/);
  });

  it('transfers ownership, and the owner before becomes a writer', async () => {
    await assert.rejects(
      theirs.permissions.transferOwnership({ name: NAME, emailAddress: theirEmail }),
      /do not have permission/,
    );
    await mine.permissions.transferOwnership({ name: NAME, emailAddress: theirEmail });
    assert.deepEqual(await listed(mine, 'writers:me'), [NAME]);
    assert.deepEqual(await listed(theirs, 'owner:me'), [NAME]);
    await assert.rejects(mine.models.deleteTunedModel({ name: NAME }), /do not have permission/);
    await theirs.models.deleteTunedModel({ name: NAME });
  });
});

function clientsOf(sandbox: RunningSandbox, who: { authClient: never } | { credentials: object }) {
  const options = {
    fallback: true,
    protocol: 'http',
    apiEndpoint: '127.0.0.1',
    port: Number(new URL(sandbox.url).port),
    ...who,
  };
  return {
    models: new v1beta.ModelServiceClient(options),
    permissions: new v1beta.PermissionServiceClient(options),
  };
}
