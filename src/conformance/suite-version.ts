/** Version of the catalogue: its first part grows when a requirement is added that a conformant driver may fail. */
export const SUITE_VERSION = '0.1';
