// Base64 in every place that we run in. As Node's Buffer it is lenient: of foreign data, what can be read is read.

/** @param text standard or URL-safe, with or without padding; what is neither is left out */
export function bytesOfBase64(text: string): Uint8Array {
  return Uint8Array.from(binaryOfBase64(text), (character) => character.charCodeAt(0));
}

/** The bytes as characters up to U+00FF. */
export function binaryOfBase64(text: string): string {
  const [data = ''] = text.split('=', 1);
  const plain = data
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  return atob(plain.length % 4 === 1 ? plain.slice(0, -1) : plain);
}

export function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += atOnce)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)));
  return btoa(pieces.join(''));
}

/** A call takes only so many arguments. */
const atOnce = 0x8000;
