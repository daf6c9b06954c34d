/**
 * What the log tells of an error that nobody foresaw. The message of a `SyntaxError` quotes what was read, which may be a
 * prompt or a dataset: of it, only the place is told.
 */
export function errorStory(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof SyntaxError)) return error.stack ?? error.message;
  const head = `${error.name}: ${error.message}`;
  const frames = error.stack?.startsWith(head) ? error.stack.slice(head.length) : '';
  return `${error.name} (message omitted because it could contain user data)${frames}`;
}
