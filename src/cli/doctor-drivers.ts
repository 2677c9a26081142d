import { examinePluginDirectory } from '../diagnose/plugin-directory.ts';
import { showPluginDirectory } from '../diagnose/text/show-plugin-directory.ts';
import { pluginDirectoryToJson } from '../diagnose/to-json.ts';
import type { Profile } from '../kubelet/profile.ts';
import type { Isolation } from '../sandbox/types.ts';
import { EXIT } from './exit-codes.ts';
import { pageFor } from './page.ts';

/**
 * `doctor <plugin dir>`: what is wrong with the drivers installed there.
 * @returns exit code 1 when something is certainly wrong
 */
export async function doctorDrivers(
  directory: string,
  options: { profile: Profile; isolation: Isolation; json: boolean },
): Promise<number> {
  const report = await examinePluginDirectory(directory, options);
  const text = options.json
    ? `${JSON.stringify(pluginDirectoryToJson(report))}\n`
    : showPluginDirectory(report, pageFor(process.stdout));
  process.stdout.write(text);
  return report.broken ? EXIT.failed : EXIT.done;
}
