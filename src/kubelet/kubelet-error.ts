/** An error that the kubelet itself would report: its text is the kubelet's, word for word. */
export class KubeletError extends Error {
  override readonly name = 'KubeletError';
}

/** The text of whatever was thrown, for use inside another error's text. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
