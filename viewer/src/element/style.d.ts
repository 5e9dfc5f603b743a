/** The whole stylesheet as text; scripts/build.mjs brings it. */
declare module 'virtual:style' {
  const text: string;
  export default text;
}
