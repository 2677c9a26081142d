# The lives of $VOLUMES volumes with $DRIVER: the same calls and checks as lives.sh, as bats has them.

setup() {
  work=$(mktemp -d)
}

teardown() {
  rm -rf "$work"
}

success() {
  run "$DRIVER" "$@"
  [ "$status" -eq 0 ]
  [ "$(jq -r .status <<<"$output")" = Success ]
}

@test "volumes come and go, and twice is once" {
  for ((number = 1; number <= VOLUMES; number++)); do
    dir=$work/pods/$number/vol-$number
    mkdir -p "$dir"
    success init
    success mount "$dir" '{"kubernetes.io/fsType":"","kubernetes.io/readwrite":"rw"}'
    success mount "$dir" '{"kubernetes.io/fsType":"","kubernetes.io/readwrite":"rw"}'
    success unmount "$dir"
    success unmount "$dir"
  done
}
