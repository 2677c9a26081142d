/** Version of the catalogue, of which reports/suites keeps a list for as long as there are certificates: its first part grows when a requirement is added that a conformant driver may fail. */
export const SUITE_VERSION = '0.1';
