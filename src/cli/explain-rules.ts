import { RULES } from '../diagnose/rules/index.ts';
import { showRules } from '../diagnose/text/show-rules.ts';
import { rulesToJson } from '../diagnose/to-json.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';

/** `explain --rules`: every rule, as text or as data. */
export function explainRules(json: boolean): number {
  process.stdout.write(
    json ? `${JSON.stringify(rulesToJson())}\n` : showRules(RULES, pageFor(process.stdout)),
  );
  return EXIT.done;
}
