import { describe, expect, it } from 'vitest';
import { explainLog } from '../../../src/diagnose/log/explain-log.ts';
import { showLog } from '../../../src/diagnose/text/show-log.ts';

const shown = (log: string): string => showLog(explainLog(log), { color: false, width: 100 });
const rulesOf = (log: string): string[][] =>
  explainLog(log).troubles.map(({ causes }) => causes.map(({ rule }) => rule));

/** How logs look in reports of users: of old releases, or gone through a person or a program. */
describe('a log as people paste it', () => {
  it('holds an output with line breaks as they are, and lines of the driver in klog form within', () => {
    const log = [
      'E0222 20:31:04.965438    3260 driver-call.go:251] Failed to unmarshal output for command: mount, output: "I0222 20:31:02.904722   14032 adapter.go:32] begin',
      'I0222 20:31:02.904814   14032 adapter.go:41] end',
      '{"status":"Success"}", error: invalid character \'I\' looking for beginning of value',
      'I0222 20:31:05.000000    3260 kubelet.go:1] other',
    ].join('\n');
    const { troubles } = explainLog(log);
    expect(troubles).toHaveLength(1);
    expect(Buffer.from(troubles[0]?.incident.call?.output ?? '').toString()).toMatch(
      /^I0222 .*begin\nI0222 .*end\n\{"status":"Success"\}$/,
    );
    expect(rulesOf(log)).toEqual([['glog-line']]);
  });

  it('has an output that never ends: what comes next is not taken for it', () => {
    const log = [
      'E0222 20:31:04.965438    3260 driver-call.go:251] Failed to unmarshal output for command: mount, output: "I0222',
      'E0222 20:31:05.000000    3260 driver-call.go:251] Failed to unmarshal output for command: mount, output: "", error: unexpected end of JSON input',
    ].join('\n');
    expect(explainLog(log).troubles.map(({ incident }) => incident.error)).toEqual([
      'unexpected end of JSON input',
    ]);
  });

  it('comes through a usage text of many lines, each behind the prefix of the journal', () => {
    const prefix = 'May 20 22:11:47 node-1.example.com kubelet-wrapper[2246]: ';
    const log = [
      `${prefix}E0520 22:11:47.491841    2246 driver-call.go:212] Failed to unmarshal output for command: getvolumename, output: Invalid usage. Usage:`,
      `${prefix}        /plugins/example.com~nas/nas init`,
      `${prefix}, error: invalid character 'I' looking for beginning of value`,
    ].join('\n');
    expect(rulesOf(log)).toEqual([['usage-text']]);
  });

  it('has lost its times and process on the way', () => {
    const log = [
      'node-1 kubelet[]: E0130 driver-call.go:262] Failed to unmarshal output for command: init, output: "", error: unexpected end of JSON input',
      'node-1 kubelet[]: W0130 driver-call.go:149] FlexVolume: driver call failed: executable: /x/a~b/b, args: [init], error: fork/exec /x/a~b/b: no such file or directory, output: ""',
      'node-1 kubelet[]: E0130 plugins.go:752] "Error dynamically probing plugins" err="error creating Flexvolume plugin from directory a~b, skipping. Error: unexpected end of JSON input"',
    ].join('\n');
    expect(explainLog(log).troubles).toMatchObject([
      { incident: { directory: 'a~b', error: 'unexpected end of JSON input', lines: [1, 2, 3] } },
    ]);
  });

  it('was cut off by systemctl status: that is said, and not that all is well', () => {
    const log = [
      'Feb 18 03:33:09 node kubelet[7812]: W0218 03:33:09.931497    7812 driver-call.go:149] FlexVolume: driver call failed: executable: /usr/lib>',
      'Feb 18 03:33:09 node kubelet[7812]: E0218 03:33:09.931520    7812 plugins.go:738] Error dynamically probing plugins: Error creating Flexvo>',
    ].join('\n');
    expect(shown(log)).toMatch(/2 messages about drivers are cut off[\s\S]*--no-pager/);
    expect(shown(log)).not.toContain('No trouble');
  });

  it('is of a release that named the plugin alone', () => {
    for (const plugin of ['k8s/nfs', '&{k8s/nfs /usr/libexec %!s(int=0) []}']) {
      const log = `E0605 16:59:45.520185   29041 plugins.go:359] Failed to load volume plugin ${plugin}, error: unexpected end of JSON input`;
      expect(explainLog(log).troubles).toMatchObject([
        { incident: { driver: 'k8s/nfs', command: 'init' }, causes: [{ rule: 'nothing-read' }] },
      ]);
    }
  });

  it('tells a pod that waits once, though two events say it', () => {
    const event = (reason: string, before: string) =>
      `  50m\t\t1m\t\t23\tkubelet, node-1\t\t\tWarning\t\t${reason}\t${before}timeout expired waiting for volumes to attach/mount for pod "ns"/"web". list of unattached/unmounted volumes=[media]`;
    const log = `${event('FailedMount', 'Unable to mount volumes for pod "web_ns(93244933-3c75-11e7-8315-0a36ad0d2312)": ')}\n${event('FailedSync', 'Error syncing pod, skipping: ')}\n`;
    expect(rulesOf(log)).toEqual([['attach-assumed']]);
    expect(shown(log)).toContain('pod web waits for volume media');
  });

  it('tells one cause in full once', () => {
    const line = (command: string) =>
      `E0105 02:47:02.950442       1 driver-call.go:267] Failed to unmarshal output for command: ${command}, output: "-ne {}", error: invalid character 'n' in numeric literal\n`;
    const text = shown(line('init') + line('mount') + line('unmount'));
    expect(text.match(/rule echo-flags/g)).toHaveLength(1);
    expect(text.match(/the flags of echo became part of the answer, as in 1/g)).toHaveLength(2);
  });

  it('does not say how a silent driver ended where nothing tells it', () => {
    const log =
      'E0725 15:02:40.955274    2252 driver-call.go:266] Failed to unmarshal output for command: init, output: "", error: unexpected end of JSON input';
    expect(shown(log)).not.toMatch(/exited with 0|exit code/);
    expect(rulesOf(log)).toEqual([['nothing-read']]);
  });
});
