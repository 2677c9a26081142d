/** One of each profile and of the releases between which something changes: docs/releases.md. */
export const RELEASES = [
  '1.2',
  '1.4',
  '1.6.0',
  '1.6.5',
  '1.7',
  '1.9',
  '1.13',
  '1.15',
  '1.20',
  '1.24',
  '1.28',
  '1.32',
];
