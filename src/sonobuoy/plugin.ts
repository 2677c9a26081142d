import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HarnessError, UsageError } from '../errors.ts';
import type { FlexcertRecord } from '../record/schema.ts';
import { reporters } from '../report/index.ts';
import { type SonobuoyItem, sonobuoyText } from '../report/sonobuoy.ts';
import { type WrittenReports, writeReports } from '../report/write-reports.ts';

/** Always written: `flexcert report` reads the records, Sonobuoy the trees, and everyone else JUnit. */
const ALWAYS = ['json', 'junit', 'sonobuoy'] as const;

export interface Plugin {
  /** Folder for everything that is handed over. */
  folder: string;
  /** Finds what is to be certified: paths of drivers. */
  find(): readonly string[];
  certify(path: string): Promise<{ record: FlexcertRecord; ended: boolean }>;
  reporters: readonly string[];
  /** A line for the log of the container. */
  say(text: string): void;
}

/**
 * Certifies what is installed on this node, one driver after the other, each into a folder of its own. Whatever
 * goes wrong becomes a result: a container that ends without one says nothing to anybody.
 */
export async function certifyNode(plugin: Plugin): Promise<void> {
  const { folder } = plugin;
  const found = attempt(() => plugin.find());
  if (found instanceof Error) return tell(plugin, folder, { name: 'flexcert', error: found });
  if (found.length === 0) {
    const none = 'no driver is installed on this node';
    plugin.say(none);
    return write(folder, { name: 'flexcert', status: 'skipped', details: { message: none } });
  }
  for (const path of found) {
    const own = join(folder, basename(path));
    try {
      const { record, ended } = await plugin.certify(path);
      complain(plugin, await writeReports(record, [...new Set([...ALWAYS, ...plugin.reporters])], own));
      plugin.say(`${record.driver.name}: ${record.summary.verdict}`);
      if (ended) return;
    } catch (error) {
      tell(plugin, own, { name: basename(path), error: error as Error });
    }
  }
}

function attempt<Value>(task: () => Value): Value | Error {
  try {
    return task();
  } catch (error) {
    return error as Error;
  }
}

/** A driver that no kubelet could run or that is not there, and a wrong configuration, have failed; the rest is our own trouble. */
function tell(plugin: Plugin, folder: string, { name, error }: { name: string; error: Error }): void {
  const known = error instanceof UsageError || error instanceof HarnessError;
  const message = known ? error.message : (error.stack ?? String(error));
  plugin.say(`${name}: ${message}`);
  write(folder, { name, status: error instanceof UsageError ? 'failed' : 'unknown', details: { message } });
}

function write(folder: string, item: SonobuoyItem): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, reporters.sonobuoy.file), sonobuoyText(item));
}

function complain(plugin: Plugin, { broken }: WrittenReports): void {
  for (const { name, error } of broken) plugin.say(`the reporter ${name} broke: ${error}`);
}
