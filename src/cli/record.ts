import { DEFAULT_RELEASE } from '../kubelet/profile.ts';
import type { CliCommand } from './command.ts';

interface Args {
  action: 'install' | 'remove' | 'show';
  target: string;
  trace: string;
  maxMib: number;
  force: boolean;
  wait: number;
  kubelet: string;
  json: boolean;
}

export const command: CliCommand<Args> = {
  usage: 'record <action> <target>',
  about: "Writes down a real kubelet's calls: a shim in the driver's place, which runs it unchanged",
  examples: [
    [
      'flexcert record install /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas',
      'from now on each call is written down',
    ],
    [
      'flexcert record show /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas',
      'what was called, what the kubelet made of it',
    ],
    [
      'flexcert record show --json /var/log/flexcert/example.com~nas > trace.json',
      'the trace as one file, to be sent or replayed',
    ],
    [
      'flexcert record remove /usr/libexec/kubernetes/kubelet-plugins/volume/exec/example.com~nas',
      'puts the driver back exactly as it was',
    ],
  ],
  options: (yargs) =>
    yargs
      .positional('action', {
        choices: ['install', 'remove', 'show'] as const,
        demandOption: true,
        describe: 'what to do',
      })
      .positional('target', {
        type: 'string',
        demandOption: true,
        describe: "the driver's directory <plugin dir>/<vendor~driver>; for show also a trace",
      })
      .option('trace', {
        type: 'string',
        default: '/var/log/flexcert',
        describe: 'install: where traces go; not in the plugin directory',
      })
      .option('max-mib', {
        type: 'number',
        default: 256,
        describe: 'install: MiB of trace to keep; the oldest go first',
      })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'install: although a caller has no /bin/sh',
      })
      .option('wait', {
        type: 'number',
        default: 10,
        describe: 'remove: seconds to wait for calls that still run',
      })
      .option('kubelet', {
        type: 'string',
        default: DEFAULT_RELEASE,
        describe: 'show: release of the kubelet whose conclusions are shown',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'show: one JSON document, which replay reads',
      }) as never,
  async run(args) {
    const { recordInstall, recordRemove, recordShow } = await import('./record-actions.ts');
    if (args.action === 'install') return recordInstall(args.target, args);
    if (args.action === 'remove') return recordRemove(args.target, args.wait * 1000);
    return recordShow(args.target, args.kubelet, args.json);
  },
};
