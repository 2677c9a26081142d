#!/bin/sh
# The lives of $2 volumes with the driver $1, as a vendor checks them by hand: a plain script and jq.
driver=$1 volumes=$2
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Calls the driver, and wants exit code 0 and one JSON document whose status is Success.
success() {
  answer=$("$driver" "$@" 2>&1) || { echo "$1: exit code $?: $answer"; exit 1; }
  status=$(printf %s "$answer" | jq -r .status) || { echo "$1: no JSON: $answer"; exit 1; }
  [ "$status" = Success ] || { echo "$1: $answer"; exit 1; }
}

number=1
while [ "$number" -le "$volumes" ]; do
  dir=$work/pods/$number/vol-$number
  mkdir -p "$dir"
  success init
  success mount "$dir" '{"kubernetes.io/fsType":"","kubernetes.io/readwrite":"rw"}'
  success mount "$dir" '{"kubernetes.io/fsType":"","kubernetes.io/readwrite":"rw"}'
  success unmount "$dir"
  success unmount "$dir"
  number=$((number + 1))
done
