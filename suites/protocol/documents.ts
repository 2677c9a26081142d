import { type Call, type Command, requirement } from '../../src/conformance/api.ts';
import { callEveryCommand } from '../support/every-command.ts';

/** What a kubelet does when it cannot read the answer to each command. */
const OTHERWISE = {
  getvolumename: 'goes no further with the volume',
  attach: 'attaches again and again, and the pod waits',
  waitforattach: 'attaches again and again, and the pod waits',
  isattached: 'leaves all volumes of the driver on that node as they were, also those that are gone',
  mountdevice: 'never unmounts what was mounted there, and detaches the device below it',
  mount: 'removes the directory or takes the mount for done, as it looks (recorded)',
  unmount: 'keeps the pod, and unmounts again and again',
  unmountdevice: 'never detaches the volume',
  detach: 'never attaches the volume to another node',
  expandvolume: 'expands again and again',
  expandfs: 'keeps the pod waiting, and expands again and again',
} as const satisfies Partial<Record<Command, string>>;

for (const [command, otherwise] of Object.entries(OTHERWISE) as [keyof typeof OTHERWISE, string][]) {
  requirement(
    `protocol/answers-${command}-in-one-document`,
    'MUST',
    `answer ${command} with exactly one JSON document, and write nothing else to stdout or stderr`,
    {
      reference: `both are one pipe, which the kubelet reads as one document; otherwise it ${otherwise}`,
      needs: [`command:${command}`],
    },
    async (t) => {
      const call = (await callEveryCommand(t, { until: command })).at(-1) as Call;
      t.expect.that(
        isOneDocument(call),
        `${command} to answer with one JSON document and nothing else`,
        call.outputBytes === 0 ? 'no answer at all' : `what a kubelet cannot read: ${call.conclusion.error}`,
        call,
      );
    },
  );
}

/** Whether it can be read, or could be but for the type of a field: that is another requirement's. */
function isOneDocument({ conclusion: { status, error = '' } }: Call): boolean {
  return status !== undefined || /^json: cannot unmarshal .* Go struct field /.test(error);
}
