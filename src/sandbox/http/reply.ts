import type { ServerResponse } from 'node:http';
import { disturbanceOf, disturbBody } from '../faults/disturbance';
import { type JsonObject, type JsonValue, writeJson } from '../google/protoJson/json';

/** Indented, as Google answers. */
export function sendJson(response: ServerResponse, status: number, body: JsonValue): void {
  const late = disturbanceOf(response)?.error;
  const text = `${writeJson(late ? late.toBody() : body, 2)}\n`;
  send(response, late?.http ?? status, 'application/json; charset=UTF-8', disturbBody(response, text));
}

/** Google's front end answers in HTML for hosts and paths that it does not know. */
export function sendNotFoundPage(path: string, response: ServerResponse): void {
  const shown = path.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const text =
    '<!DOCTYPE html>\n<html lang=en>\n  <title>Error 404 (Not Found)!!1</title>\n' +
    '  <p><b>404.</b> <ins>That’s an error.</ins>\n' +
    `  <p>The requested URL <code>${shown}</code> was not found on this server.  <ins>That’s all we know.</ins>\n`;
  send(response, 404, 'text/html; charset=UTF-8', text);
}

export function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'private',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** Writes the messages of a stream in one of the two forms that Google's clients read. */
export interface StreamWriter {
  /** `Content-Type` of the reply. */
  readonly contentType: string;
  write(message: JsonObject): string;
  end(): string;
}

/** `alt=sse`: one `data:` line for each message. */
export function eventStream(): StreamWriter {
  return {
    contentType: 'text/event-stream',
    write: (message) => `data: ${writeJson(message)}\r\n\r\n`,
    end: () => '',
  };
}

/** Without `alt=sse`: one JSON array that grows. */
export function arrayStream(): StreamWriter {
  let first = true;
  return {
    contentType: 'application/json; charset=UTF-8',
    write: (message) => {
      const before = first ? '[' : ',\r\n';
      first = false;
      return before + writeJson(message, 2);
    },
    end: () => (first ? '[]\n' : ']\n'),
  };
}
