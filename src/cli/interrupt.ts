let controller: AbortController | undefined;

/**
 * Ctrl+C, and the wish of the system to end: aborted by the first, so that what is half written is taken away. From the
 * first call on, only a second one ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  if (controller) return controller.signal;
  const own = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => own.abort());
  controller = own;
  return own.signal;
}
