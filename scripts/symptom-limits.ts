/** By number of a symptom: what no rule can tell of it, and why. docs/symptoms.md shows it. */
export const LIMITS: Readonly<Record<number, string>> = {
  7: 'The node does not see into the container of the controller-manager. Its log shows that the file was not found there, not whether the plugin directory or the interpreter is what is missing.',
  9: 'The kernel says "permission denied" and no more: the log alone allows a guess, and the mount options are read on the node.',
  16: 'The half-copied file is gone when anyone looks. Only a later success in the same log speaks for it.',
  22: "A script that takes the wrong argument for its options fails with a text of its own. Those texts are known which show the kubelet's own keys or an index out of range.",
  25: 'Seen only where the driver repeats its mount command in the answer. Which options a driver may do without is known to its author alone; `flexcert run` tries it.',
  28: 'The log says that a directory stayed. Whether unmount left the mount, left files, or was never called is seen in what came before, or on the node.',
  35: "Whether a mount reaches the pod depends on the propagation between two containers. `doctor` looks at this node's mounts as they are now; a driver is tested by `flexcert run`.",
  38: 'A failing detach shows the name that it was given. That the script took it for a device is an inference.',
  40: 'Why the controller-manager lost its plugin, or never called attach, is not in the log of the node; that of the controller-manager shows the consequence.',
  44: 'The text is known. flexcert runs drivers on Linux alone, and nothing about Windows can be tried.',
  45: 'Told by what the driver complains of. That a secret goes to mount alone is certain; that this is what the driver lacks is not.',
  46: "A kubelet passes every option and never learns which are read. `doctor` compares the options in the kubelet's own files with the keys in a script; a compiled driver shows nothing.",
  47: 'Found by comparing the directory with the flags of a kubelet that runs on this machine. The bind mounts of a kubelet in a container are not seen from the outside.',
  49: 'An answer such as "already mounted" is the same whether the driver believes an old state or looked. On the node the mount table decides it.',
};
