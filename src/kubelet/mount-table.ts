/** The sandbox reads the mount table too, and knows no kubelet: so the parser is its own. */
export { type MountEntry, parseMountInfo, readMountTable } from '../sandbox/mount-table.ts';
