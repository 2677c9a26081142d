import { execaSync } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marshalOptions, mountOptions, volumeOptions } from '../../src/kubelet/options.ts';
import { profileFor } from '../../src/kubelet/profile.ts';
import type { PodSpec, VolumeSpec } from '../../src/kubelet/types.ts';

const spec: VolumeSpec = {
  driver: 'example.com/nas',
  name: 'data',
  fsType: 'ext4',
  readOnly: false,
  options: { share: '//nas/a' },
};
const pod: PodSpec = { name: 'pod1', namespace: 'ns1', uid: 'u-1', serviceAccountName: 'default' };
const secret = { password: Buffer.from('s3cret'), blob: Uint8Array.of(0, 0xff, 0xfe) };

describe('marshalOptions', () => {
  it('escapes as Go does, and leaves everything else as it is', () => {
    expect(
      marshalOptions({ amp: '<a>&', bs: '\\', nl: 'a\nb\r\t', quote: `it's "x"`, uni: '日本語 ✓ 😀' }),
    ).toBe(
      '{"amp":"\\u003ca\\u003e\\u0026","bs":"\\\\","nl":"a\\nb\\r\\t","quote":"it\'s \\"x\\"","uni":"日本語 ✓ 😀"}',
    );
    expect(marshalOptions({ a: '\u2028\u2029\u007f\u0080\ufeff/' })).toBe(
      '{"a":"\\u2028\\u2029\u007f\u0080\ufeff/"}',
    );
    expect(marshalOptions({ a: '\0\x01\x1f\v' })).toBe('{"a":"\\u0000\\u0001\\u001f\\u000b"}');
    expect(marshalOptions({ '<k>': '' })).toBe('{"\\u003ck\\u003e":""}');
    expect(marshalOptions({})).toBe('{}');
  });

  it('writes what is no UTF-8 as U+FFFD, and a U+FFFD that is there as it is', () => {
    expect(marshalOptions({ a: 'x\ud800y\udc00\ufffd' })).toBe('{"a":"x\\ufffdy\\ufffd\ufffd"}');
  });

  it('writes backspace and form feed short from 1.30 on', () => {
    expect(marshalOptions({ a: '\b\f' }, profileFor('1.29'))).toBe('{"a":"\\u0008\\u000c"}');
    expect(marshalOptions({ a: '\b\f' }, profileFor('1.30'))).toBe('{"a":"\\b\\f"}');
  });

  it('sorts keys by their UTF-8 bytes, not by their UTF-16 units', () => {
    const keys = ['b', 'a', 'B', 'a.b', 'a/b', '', '10', '9', '\uff5e', '😀', 'é'];
    const json = marshalOptions(Object.fromEntries(keys.map((key) => [key, ''])));
    const order = [...json.matchAll(/"([^"]*)":/g)].map(([, key]) => key);
    expect(order).toEqual(['', '10', '9', 'B', 'a', 'a.b', 'a/b', 'b', 'é', '\uff5e', '😀']);
  });

  it('says the same as JSON.stringify to whoever parses it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (options) => {
        const wellFormed = JSON.parse(Buffer.from(JSON.stringify(options)).toString()) as typeof options;
        for (const release of ['1.20', '1.32']) {
          const json = marshalOptions(wellFormed, profileFor(release));
          expect(JSON.parse(json)).toEqual(wellFormed);
          expect(json).not.toMatch(/[<>&\u2028\u2029]|[^ -\u{10ffff}]/u);
        }
      }),
    );
  });

  it('survives a shell that hands it on in quotes', () => {
    const json = marshalOptions({ sh: '$(id) `id` "x" \'y\' * \\', nl: 'a\nb' });
    const { stdout } = execaSync('sh', ['-c', 'printf %s "$1"', 'sh', json]);
    expect(stdout).toBe(json);
  });
});

describe('the keys of each command', () => {
  it('of today', () => {
    expect(volumeOptions({ ...spec, secret }, profileFor('1.32'))).toEqual({
      'kubernetes.io/fsType': 'ext4',
      'kubernetes.io/readwrite': 'rw',
      'kubernetes.io/pvOrVolumeName': 'data',
      share: '//nas/a',
    });
    expect(
      mountOptions(
        { ...spec, fsType: '', readOnly: true, secret },
        { ...pod, fsGroup: 0 },
        profileFor('1.32'),
      ),
    ).toEqual({
      'kubernetes.io/fsType': '',
      'kubernetes.io/readwrite': 'ro',
      'kubernetes.io/pvOrVolumeName': 'data',
      'kubernetes.io/pod.name': 'pod1',
      'kubernetes.io/pod.namespace': 'ns1',
      'kubernetes.io/pod.uid': 'u-1',
      'kubernetes.io/serviceAccount.name': 'default',
      'kubernetes.io/secret/password': 'czNjcmV0',
      'kubernetes.io/secret/blob': 'AP/+',
      'kubernetes.io/mounterArgs.FsGroup': '0',
      share: '//nas/a',
    });
  });

  it.each([
    ['1.2', ['fsType', 'readwrite', 'secret']],
    ['1.3', ['fsType', 'readwrite', 'secret/blob', 'secret/password']],
    ['1.5', ['fsType', 'readwrite', 'secret/blob', 'secret/password']],
    ['1.6.4', ['fsGroup', 'fsType', 'readwrite', 'secret/blob', 'secret/password']],
    ['1.6.5', ['fsGroup', 'fsType', 'pvOrVolumeName', 'readwrite', 'secret/blob', 'secret/password']],
    ['1.7', ['fsGroup', ...podAnd('pvOrVolumeName', 'readwrite')]],
    ['1.14', ['fsGroup', ...podAnd('pvOrVolumeName', 'readwrite')]],
    ['1.15', ['fsType', 'mounterArgs.FsGroup', ...podAnd('pvOrVolumeName', 'readwrite').slice(1)]],
  ])('mount on %s', (release, keys) => {
    const options = mountOptions(
      { ...spec, options: {}, secret },
      { ...pod, fsGroup: 2000 },
      profileFor(release),
    );
    expect(
      Object.keys(options)
        .map((key) => key.replace('kubernetes.io/', ''))
        .toSorted(),
    ).toEqual(keys.toSorted());
  });

  it('has no fsGroup key without an fsGroup', () => {
    for (const release of ['1.6', '1.14', '1.15', '1.36']) {
      expect(JSON.stringify(mountOptions(spec, pod, profileFor(release)))).not.toMatch(/fsgroup/i);
    }
  });

  it('has secrets on attach up to 1.5 and nowhere but on mount from 1.6 on', () => {
    const withSecret = { ...spec, secret };
    expect(volumeOptions(withSecret, profileFor('1.5'))['kubernetes.io/secret/password']).toBe('czNjcmV0');
    expect(JSON.stringify(volumeOptions(withSecret, profileFor('1.6.0')))).not.toContain('secret');
  });

  it('passes one secret of 1.2 as it is, U+FFFD for what is no UTF-8', () => {
    const options = mountOptions(
      { ...spec, options: {}, secret: { only: Buffer.of(0x41, 0xff, 0xc3, 0xa9) } },
      pod,
      profileFor('1.2'),
    );
    expect(marshalOptions(options, profileFor('1.2'))).toBe(
      '{"kubernetes.io/fsType":"ext4","kubernetes.io/readwrite":"rw","kubernetes.io/secret":"A\\ufffdé"}',
    );
    expect(Object.keys(mountOptions(spec, pod, profileFor('1.2')))).not.toContain('kubernetes.io/secret');
  });
});

describe('precedence', () => {
  const options = {
    'kubernetes.io/fsType': 'xfs',
    'kubernetes.io/readwrite': 'maybe',
    'kubernetes.io/secret/password': 'mine',
    'kubernetes.io/pod.uid': 'mine',
    'kubernetes.io/mounterArgs.FsGroup': 'mine',
  };

  it("lets the user's options override everything from 1.6 on", () => {
    const given = mountOptions({ ...spec, options, secret }, { ...pod, fsGroup: 1 }, profileFor('1.6'));
    expect(given).toMatchObject({ 'kubernetes.io/fsType': 'xfs', 'kubernetes.io/secret/password': 'mine' });
    expect(
      mountOptions({ ...spec, options, secret }, { ...pod, fsGroup: 1 }, profileFor('1.32')),
    ).toMatchObject(options);
  });

  it('lets kubernetes.io keys win up to 1.5', () => {
    expect(mountOptions({ ...spec, options, secret }, pod, profileFor('1.5'))).toMatchObject({
      'kubernetes.io/fsType': 'ext4',
      'kubernetes.io/readwrite': 'rw',
      'kubernetes.io/secret/password': 'czNjcmV0',
      'kubernetes.io/pod.uid': 'mine',
    });
  });
});

function podAnd(...others: string[]): string[] {
  const podKeys = ['pod.name', 'pod.namespace', 'pod.uid', 'serviceAccount.name'];
  return ['fsType', ...others, ...podKeys, 'secret/blob', 'secret/password'];
}
