import { invalid } from './errors';

export interface MultipartUpload {
  /** JSON text of the object's metadata. */
  readonly metadata: string;
  readonly content: Buffer;
  readonly contentType: string | undefined;
}

/**
 * Reads `multipart/related` with its two parts. Google's own tools also write the boundary in single quotes and end
 * lines with LF alone.
 */
export function readMultipart(contentType: string, body: Buffer): MultipartUpload {
  const boundary = /boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(contentType)?.slice(1).find(Boolean);
  if (!boundary) throw invalid('Multipart request without a boundary.');
  const marker = Buffer.from(`--${boundary}`);
  const [metadata, content, ...rest] = split(body, marker).map(readPart);
  if (!metadata || !content || rest.length > 0) throw invalid('A multipart upload has exactly two parts.');
  return {
    metadata: metadata.content.toString(),
    content: content.content,
    contentType: content.contentType,
  };
}

/** What stands between the markers, without the line ends around it. */
function split(body: Buffer, marker: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let from = body.indexOf(marker);
  while (from >= 0) {
    const start = from + marker.length;
    from = body.indexOf(marker, start);
    if (from < 0) break;
    const before = body[from - 1] === 0x0a && body[from - 2] === 0x0d ? 2 : 1;
    parts.push(body.subarray(start, from - before));
  }
  return parts;
}

function readPart(part: Buffer): { content: Buffer; contentType: string | undefined } {
  const crlf = part.indexOf('\r\n\r\n');
  const lf = part.indexOf('\n\n');
  const isCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
  const end = isCrlf ? crlf : lf;
  if (end < 0) throw invalid('A part of the multipart upload has no header.');
  const head = part.subarray(0, end).toString();
  const contentType = /^content-type:(.*)$/im.exec(head)?.[1]?.trim() || undefined;
  return { content: part.subarray(end + (isCrlf ? 4 : 2)), contentType };
}
