/** From and to included. */
export interface NumberRange {
  readonly from?: number;
  readonly to?: number;
}

/** `5`, `5-9`, `5-` or `-9`. */
export function readRange(text: string): NumberRange | undefined {
  const ends = text.split(/[-–]/).map((end) => end.trim());
  if (ends.length > 2 || ends.some((end) => !/^\d{0,9}$/.test(end))) return undefined;
  const [from = '', to = from] = ends;
  if (from === '' && to === '') return undefined;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  return { ...(from === '' ? {} : { from: Number(from) }), ...(to === '' ? {} : { to: Number(to) }) };
}
