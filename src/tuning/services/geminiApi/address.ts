import type { Connection } from '../../contract/connection';

/** Address of a resource or method of the Gemini API; `path` without version. */
export function geminiUrl(connection: Connection, path: string): string {
  return `${connection.origin('generativelanguage.googleapis.com')}/v1beta/${path}`;
}
