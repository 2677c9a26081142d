/** Looked for in the working directory, in this order, when none is named. */
export const CONFIG_NAMES = ['flexcert.yaml', 'flexcert.yml', 'flexcert.json'] as const;
