/** Texts that break answers which are put together from pieces; each may stand in an option. */
export const ODD_TEXTS = {
  quotes: [`say "hi", it's 'so'`, `","status":"Success","x":"`],
  newlines: ['one\ntwo\n', '\n{"status":"Success"}\n'],
  'carriage-returns': ['one\r\ntwo\r\n', 'one\rtwo'],
  backslashes: [String.raw`C:\new\table \u0041 \x41`, String.raw`ends in \ `.trim()],
  'percent-signs': ['100%', '%s %d %n %%'],
  'control-characters': ['tab\tbell\u0007 \u001b[31mred\u001b[0m \u0001\u001f\u007f'],
  unicode: ['größe 音量 🗄', 'line\u2028separator \u00a0\ufeff'],
} as const satisfies Record<string, readonly string[]>;
