import type { Conditions } from '../conditions';
import type { Call, Handlers } from '../http/rpc';
import { getModel, listModels } from './baseModels';
import { countTokens, generateContent, streamGenerateContent } from './generateContent';
import type * as messages from './messages';
import * as permissions from './permissions';
import { withSafetyRatings } from './safetyRatings';
import type { TunedModels } from './tunedModels';

/** The Gemini API's methods. */
export function geminiApiHandlers(tunedModels: TunedModels, conditions: Conditions): Handlers {
  const context = (call: Call) => ({ tunedModels, conditions, email: emailOf(call) });
  const baseModelOf = ({ model }: messages.GenerateContentRequest, call: Call) =>
    model.startsWith('tunedModels/') ? tunedModels.activeModel(model, emailOf(call)).baseModel : model;
  return {
    unary: {
      GetModel: (request: messages.NameRequest) => getModel(request, conditions),
      ListModels: (request: messages.ListRequest) => listModels(request, conditions),
      CreateTunedModel: (request: messages.CreateTunedModelRequest, call) =>
        tunedModels.create(request, emailOf(call)),
      GetTunedModel: (request: messages.NameRequest, call) => tunedModels.get(request, emailOf(call)),
      ListTunedModels: (request: messages.ListRequest, call) => tunedModels.list(request, emailOf(call)),
      UpdateTunedModel: (request: messages.UpdateTunedModelRequest, call) =>
        tunedModels.update(request, emailOf(call)),
      DeleteTunedModel: (request: messages.NameRequest, call) => tunedModels.delete(request, emailOf(call)),
      GetOperation: (request: messages.NameRequest) => tunedModels.getOperation(request),
      ListOperations: (request: messages.NameRequest & messages.ListRequest) =>
        tunedModels.listOperations(request),
      CreatePermission: (request: messages.CreatePermissionRequest, call) =>
        permissions.createPermission(request, tunedModels, emailOf(call)),
      GetPermission: (request: messages.NameRequest, call) =>
        permissions.getPermission(request, tunedModels, emailOf(call)),
      ListPermissions: (request: messages.ListPermissionsRequest, call) =>
        permissions.listPermissions(request, tunedModels, emailOf(call)),
      UpdatePermission: (request: messages.UpdatePermissionRequest, call) =>
        permissions.updatePermission(request, tunedModels, emailOf(call)),
      DeletePermission: (request: messages.NameRequest, call) =>
        permissions.deletePermission(request, tunedModels, emailOf(call)),
      TransferOwnership: (request: messages.TransferOwnershipRequest, call) =>
        permissions.transferOwnership(request, tunedModels, emailOf(call)),
      GenerateContent: async (request: messages.GenerateContentRequest, call) =>
        withSafetyRatings(
          await generateContent(request, context(call), call.signal),
          baseModelOf(request, call),
        ),
      CountTokens: (request: messages.CountTokensRequest, call) => countTokens(request, context(call)),
    },
    streams: {
      StreamGenerateContent: async function* (request: messages.GenerateContentRequest, call) {
        const baseModel = baseModelOf(request, call);
        let isFirst = true;
        for await (const reply of streamGenerateContent(request, context(call), call.signal)) {
          yield withSafetyRatings(reply, baseModel, isFirst);
          isFirst = false;
        }
      },
    },
  };
}

function emailOf({ caller }: Call): string {
  return caller.kind === 'principal' ? caller.principal.email : '';
}
