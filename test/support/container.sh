#!/bin/sh
# container.sh DIR SCRIPT: runs a script on this machine's files, as a container would on its image's: what it writes is
# gone afterwards, but for what is written to /shared, which is DIR/shared. With WITHOUT_NODE=1 there is no Node.js.
# To be started by: unshare --mount
set -eu
mount -t tmpfs tmpfs "$1/layer"
mkdir "$1/layer/upper" "$1/layer/work" "$1/layer/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/layer/upper,workdir=$1/layer/work" "$1/layer/root"
cd "$1/layer/root"
mkdir shared
mount --bind "$1/shared" shared
if [ "${WITHOUT_NODE:-}" = 1 ]; then
  # Node.js may lie elsewhere too, for whoever has several.
  export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  for directory in usr/bin usr/local/bin bin; do
    [ -L "$directory" ] || rm -f "$directory/node" "$directory/nodejs" "$directory/npm" "$directory/npx"
  done
fi
# Who else runs flexcert has to be seen, and sees us: loop devices are the machine's, and leased in /run/flexcert.
mount --rbind /proc proc
mount --rbind /run run
mount --rbind /dev dev
mount --rbind /sys sys
mkdir -p mnt/old
pivot_root . mnt/old
umount -l /mnt/old
cd /
exec sh -euc "$2"
