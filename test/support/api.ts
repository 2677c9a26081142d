/** The API as users have it: compiled, since cells run compiled programs. */
export const api = (await import(
  new URL('../../dist/src/api/index.js', import.meta.url).href
)) as typeof import('../../src/api/index.ts');
