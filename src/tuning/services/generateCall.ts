import type { JsonObject } from '../../dataset/json/value';
import type { Connection } from '../contract/connection';
import type { GenerateCall, Prompt, SdkClient } from '../contract/service';
import { toRequest } from './generateContent';

/** The call that `generateContent` of these services makes, in one piece. `url` is the address of the model. */
export function toGenerateCall(
  connection: Connection,
  url: string,
  model: string,
  prompt: Prompt,
  client: Omit<SdkClient, 'baseUrl'>,
): GenerateCall {
  const { origin } = new URL(url);
  const { generationConfig, ...said } = toRequest(prompt, model);
  const isSet = Object.keys(generationConfig ?? {}).length > 0;
  return {
    url: `${url}:generateContent`,
    body: JSON.parse(JSON.stringify({ ...said, ...(isSet ? { generationConfig } : {}) })) as JsonObject,
    model,
    client: { ...client, ...(origin.endsWith('.googleapis.com') ? {} : { baseUrl: origin }) },
    quotaProject: connection.project,
  };
}
