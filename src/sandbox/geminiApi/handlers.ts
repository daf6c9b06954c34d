import type { Handlers } from '../rpc';
import { getModel, listModels } from './baseModels';
import { countTokens, generateContent, streamGenerateContent } from './generateContent';
import type * as messages from './messages';
import type { TunedModels } from './tunedModels';

/** The Gemini API's methods. */
export function geminiApiHandlers(tunedModels: TunedModels): Handlers {
  return {
    unary: {
      GetModel: getModel,
      ListModels: listModels,
      CreateTunedModel: (request: messages.CreateTunedModelRequest) => tunedModels.create(request),
      GetTunedModel: (request: messages.NameRequest) => tunedModels.get(request),
      ListTunedModels: (request: messages.ListRequest) => tunedModels.list(request),
      UpdateTunedModel: (request: messages.UpdateTunedModelRequest) => tunedModels.update(request),
      DeleteTunedModel: (request: messages.NameRequest) => tunedModels.delete(request),
      GetOperation: (request: messages.NameRequest) => tunedModels.getOperation(request),
      ListOperations: (request: messages.NameRequest & messages.ListRequest) =>
        tunedModels.listOperations(request),
      GenerateContent: (request: messages.GenerateContentRequest, call) =>
        generateContent(request, tunedModels, call.signal),
      CountTokens: (request: messages.CountTokensRequest) => countTokens(request, tunedModels),
    },
    streams: {
      StreamGenerateContent: (request: messages.GenerateContentRequest, call) =>
        streamGenerateContent(request, tunedModels, call.signal),
    },
  };
}
