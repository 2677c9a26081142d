/** Pods `web-0`, `web-1` ..., each with an inline volume of its own, `data-0` ..., as a manifest. */
export function podList(count: number, driver: string): object {
  return { kind: 'PodList', items: Array.from({ length: count }, (_, index) => pod(index, driver)) };
}

function pod(index: number, driver: string) {
  const name = `data-${index}`;
  const containers = [{ name: 'c', volumeMounts: [{ name, mountPath: '/data' }] }];
  const volumes = [{ name, flexVolume: { driver } }];
  return { kind: 'Pod', metadata: { name: `web-${index}` }, spec: { containers, volumes } };
}
