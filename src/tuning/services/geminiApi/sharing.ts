import type { protos } from '@google-ai/generativelanguage';
import type { Connect } from '../../contract/connection';
import type { ModelSharing, NewPermission, Permission } from '../../contract/service';
import { requestJson, requestPages } from '../../google/rest';
import type { Wire } from '../../google/wire';
import { geminiUrl } from './address';

type WirePermission = Wire<protos.google.ai.generativelanguage.v1beta.IPermission>;
type ListPermissionsResponse = Wire<protos.google.ai.generativelanguage.v1beta.IListPermissionsResponse>;

/** `ListPermissionsRequest.page_size`: "the maximum is 1000". */
const pageSize = 100;

/** Who may use a tuned model of the Gemini API: `google.ai.generativelanguage.v1beta.PermissionService`. */
export function geminiSharing(connect: Connect): ModelSharing {
  return {
    async list(model, signal) {
      const connection = await connect(signal);
      const url = geminiUrl(connection, `${model.name}/permissions`);
      const found: Permission[] = [];
      for await (const page of requestPages<ListPermissionsResponse>(connection, { url, pageSize, signal })) {
        found.push(...(page.permissions ?? []).map(toPermission));
      }
      return found;
    },

    async create(model, { grantee, emailAddress, role }, signal) {
      const connection = await connect(signal);
      const body: WirePermission = { granteeType: grantee, role, ...(emailAddress ? { emailAddress } : {}) };
      const url = geminiUrl(connection, `${model.name}/permissions`);
      return toPermission(
        await requestJson<WirePermission>(connection, { method: 'POST', url, body, signal }),
      );
    },

    async delete(permission, signal) {
      const connection = await connect(signal);
      await requestJson(connection, {
        method: 'DELETE',
        url: geminiUrl(connection, permission.name),
        signal,
      });
    },

    async transferOwnership(model, emailAddress, signal) {
      const connection = await connect(signal);
      const url = geminiUrl(connection, `${model.name}:transferOwnership`);
      await requestJson(connection, { method: 'POST', url, body: { emailAddress }, signal });
    },
  };
}

function toPermission({ name = '', granteeType, emailAddress, role }: WirePermission): Permission {
  return {
    name,
    grantee: asGrantee(granteeType),
    ...(emailAddress ? { emailAddress } : {}),
    role: role === 'OWNER' || role === 'WRITER' ? role : 'READER',
  };
}

function asGrantee(type: WirePermission['granteeType']): NewPermission['grantee'] {
  return type === 'GROUP' || type === 'EVERYONE' ? type : 'USER';
}
