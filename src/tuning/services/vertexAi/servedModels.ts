import type { protos } from '@google-cloud/aiplatform';
import * as l10n from '@vscode/l10n';
import type { Connection } from '../../contract/connection';
import type { BaseModel } from '../../contract/service';
import { requestPages } from '../../google/rest';
import type { Wire } from '../../google/wire';
import { vertexHost } from './locations';

type Page = Wire<protos.google.cloud.aiplatform.v1beta1.IListPublisherModelsResponse>;

/** `ListPublisherModelsRequest.page_size` names no maximum. */
const pageSize = 100;

/** Milliseconds: a picker waits for it, and has the table of models without it. */
const patience = 5000;

/** Of Google's other models none takes a conversation: embeddings, pictures, speech, live sessions. */
const conversational = /^gemini-\d+(?:\.\d+)?-(?:pro|flash|flash-lite)(?:-\d{3}|-preview(?:-\d\d-\d\d)?)?$/;

/**
 * The names of Gemini models that Google's list of its models has (v1beta1 alone lists them, the same for all projects and
 * places). A list is no proof: it names models that some place does not serve, and leaves out some that it does.
 */
export async function listedModels(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
  const names = new Set<string>();
  const pages = requestPages<Page>(connection, {
    url: `${connection.origin(vertexHost('global'))}/v1beta1/publishers/google/models`,
    pageSize,
    query: {},
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  for await (const { publisherModels = [] } of pages)
    for (const { name } of publisherModels) {
      const id = name?.split('/').at(-1) ?? '';
      if (conversational.test(id)) names.add(id);
    }
  return [...names].sort();
}

/** What is in the table, then what only Google's list has. */
export function withListed(
  known: readonly BaseModel[],
  listed: readonly string[],
  isKnown: (name: string) => boolean,
): readonly BaseModel[] {
  const added = listed.filter((name) => !isKnown(name));
  return [
    ...known,
    ...added.map((name) => ({
      name,
      displayName: name,
      note: l10n.t('Listed by Google. Its limits and price are unknown.'),
    })),
  ];
}
