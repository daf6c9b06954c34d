/** The text of a picture, as esbuild hands it to a page. */
declare module '*.svg' {
  const text: string;
  export default text;
}
