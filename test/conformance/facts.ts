import type { DriverFacts, Facts, MachineFacts } from '../../src/conformance/facts.ts';

/** Facts of a driver that supports everything on a machine that has everything, but for what is said. */
export function factsWith(
  changes: {
    driver?: Partial<DriverFacts>;
    machine?: Partial<MachineFacts>;
    templates?: Facts['templates'];
    release?: string;
  } = {},
): Facts {
  return {
    driver: {
      name: 'flexcert.test/driver',
      capabilities: {
        attach: true,
        selinuxRelabel: true,
        supportsMetrics: false,
        fsGroup: true,
        requiresFSResize: true,
      },
      commands: ['attach', 'mountdevice', 'mount', 'unmount', 'unmountdevice', 'detach'],
      uncalled: [],
      ...changes.driver,
    },
    machine: {
      root: true,
      loop: true,
      isolated: true,
      tool: () => true,
      filesystem: () => true,
      ...changes.machine,
    },
    templates: changes.templates ?? [{ makes: ['image'] }],
    release: changes.release ?? '1.32',
  };
}
