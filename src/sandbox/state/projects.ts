import { createHash } from 'node:crypto';

/**
 * The number of a project: Vertex AI and Cloud Storage answer with it, whatever the request said. Projects need not be
 * made in the sandbox; each id has one number.
 */
export function projectNumber(idOrNumber: string): string {
  if (/^\d+$/.test(idOrNumber)) return idOrNumber;
  const digest = createHash('sha256').update(idOrNumber).digest();
  return String(100_000_000_000 + (digest.readUIntBE(0, 6) % 900_000_000_000));
}
