/** From and to included. */
export interface NumberRange {
  readonly from?: number;
  readonly to?: number;
}

/** `5`, `5-9`, `5-` or `-9`. */
export function readRange(text: string): NumberRange | undefined {
  const found = /^\s*(\d{0,9})\s*([-–]?)\s*(\d{0,9})\s*$/.exec(text);
  if (!found) return undefined;
  const [, from = '', dash, to = ''] = found;
  if (from === '' && to === '') return undefined;
  if (dash === '') return to === '' ? { from: Number(from), to: Number(from) } : undefined;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  return { ...(from === '' ? {} : { from: Number(from) }), ...(to === '' ? {} : { to: Number(to) }) };
}
