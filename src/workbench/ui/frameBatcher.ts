/** The first piece goes out at once, later ones together once a frame. */
export function gathered(
  later: (run: () => void) => void,
  send: (text: string) => void,
): { add(text: string): void; flush(): void } {
  let pending = '';
  let waiting = false;
  const flush = () => {
    waiting = false;
    if (pending !== '') send(pending);
    pending = '';
  };
  return {
    add(text) {
      pending += text;
      if (waiting) return;
      flush();
      waiting = true;
      later(flush);
    },
    flush,
  };
}
