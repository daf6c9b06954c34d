/** Tells only the last of many values that come quickly. */
export function delayed<Value>(milliseconds: number, tell: (value: Value) => void) {
  let waiting: { readonly value: Value; readonly timer: number } | undefined;
  const forget = () => {
    window.clearTimeout(waiting?.timer);
    waiting = undefined;
  };
  const now = () => {
    const last = waiting;
    forget();
    if (last) tell(last.value);
  };
  return {
    soon(value: Value): void {
      forget();
      waiting = { value, timer: window.setTimeout(now, milliseconds) };
    },
    now,
    forget,
  };
}
