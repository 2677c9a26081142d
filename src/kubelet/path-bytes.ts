/** The sandbox needs them too, and knows no kubelet. */
export { pathFromBytes, pathToBytes } from '../sandbox/path-bytes.ts';
