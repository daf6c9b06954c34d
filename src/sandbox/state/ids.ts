import { randomBytes, randomInt } from 'node:crypto';

const LETTERS_AND_DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Like the ends of Google's own ids: `dzlmi0gswwqb`. */
export function randomId(length = 12): string {
  return Array.from({ length }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join('');
}

/** Like Vertex AI's ids: digits, no leading zero. */
export function randomNumber(digits = 18): string {
  return randomInt(1, 10) + Array.from({ length: digits - 1 }, () => randomInt(10)).join('');
}

export function randomSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
