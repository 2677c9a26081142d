/**
 * Tools of drivers that are not part of every system. A word that merely stands where a command could is
 * most often a function or a piece of text, so only these and absolute paths are looked for.
 */
const KNOWN_TOOLS = new Set(
  `attr base64 bindfs blkid blockdev ceph ceph-fuse cryptsetup curl docker findmnt fsck fuser fusermount fusermount3 gcsfuse
  gluster glusterfs iscsiadm jq kubectl losetup lsblk lsof lvchange lvcreate lvs lxd-fuse mkfs.btrfs mkfs.ext4 mkfs.xfs
  mount.ceph mount.cifs mount.glusterfs mount.nfs mountpoint multipath nbd-client nc nsenter openssl pvs python python2
  python3 perl qemu-img qemu-nbd rbd rclone resize2fs rsync s3fs showmount smbclient socat sshfs systemd-run targetcli
  tune2fs udevadm vgs wget xfs_admin xfs_growfs xmlstarlet xxd yq zfs zpool`.split(/\s+/),
);

/** Where a command can begin in a shell script. */
const BEGINS = String.raw`(?:^|[;&|(\x60{]|\$\()\s*(?:(?:then|do|else|elif|if|while|until|exec|sudo|xargs|nohup|time|!)\s+)*`;
const COMMAND = new RegExp(`${BEGINS}(/?[A-Za-z][\\w.+/-]*)(?=\\s|;|\\)|$)`, 'gm');
const ASKED = /\b(?:command -v|which|type -p|hash)\s+([A-Za-z][\w.+-]*)/g;

/** Tools that a shell script seems to call, each once: known ones by name, others by absolute path. */
export function commandsOf(script: string): string[] {
  const text = withoutComments(script);
  // What the script asks for itself it can do without, or says so.
  const asked = new Set([...text.matchAll(ASKED)].map((found) => found[1]));
  const own = new Set([...text.matchAll(/^\s*(?:function\s+)?([\w.-]+)\s*\(\)/gm)].map((found) => found[1]));
  const called = [...text.matchAll(COMMAND)].map((found) => found[1] as string);
  const paths = called.filter((word) => /^\/(?:usr\/|s?bin\/|opt\/)/.test(word));
  const names = called.filter((word) => KNOWN_TOOLS.has(word) && !asked.has(word) && !own.has(word));
  return [...new Set([...names, ...paths])];
}

/** Comments, and the bodies of here-documents, are no commands. */
function withoutComments(script: string): string {
  return script
    .replace(/<<-?\s*(["']?)(\w+)\1[^\n]*\n[\s\S]*?\n\s*\2(?=\n|$)/g, '\n')
    .replace(/(^|\s)#[^\n]*/g, '$1');
}
