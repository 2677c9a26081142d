/** What a shim is made for. */
export interface ShimOptions {
  /** Base name of the driver's executable. */
  name: string;
  /** Directory of this driver's trace: absolute, outside the plugin directory. */
  trace: string;
  /** KiB that the trace may hold before the oldest calls are dropped. */
  maxKib: number;
  /** The driver is no shell script, and sees what a shell adds to its environment: that is taken out again. */
  scrub: boolean;
}

/** By this line a shim is known again. The number grows when the form of the trace changes. */
export const SHIM_MARK = '# flexcert record, form 1';
/** The directory beside the shim where the driver itself lives meanwhile. */
export const HOME = '.flexcert';
/** Bytes of the output, and of each argument, that are written down. */
export const KEPT_OUTPUT = 16384;
export const KEPT_ARGUMENT = 65536;
/** Calls in one part of the trace; a part is dropped whole. */
export const CALLS_IN_PART = 250;

/**
 * The shim: a POSIX shell script (dash, bash, busybox) that runs the driver and writes the call down.
 *
 * The driver is a child of the shell, in no way wrapped: same arguments, environment, directory, umask,
 * stdin. Both its outputs are one anonymous pipe, as from a kubelet; `tee` passes on what comes out of it,
 * so the end of file is the driver's, and hands a copy to the writer. Whatever cannot be done (no trace,
 * no /proc, no tee), the driver is executed in the shell's place, as if there were no shim.
 *
 * The text is a Python program as well, for a python that opens the path at the moment the driver is
 * replaced: hence no backslash that Python would take amiss, and no three single quotes.
 */
export function shimScript({ name, trace, maxKib, scrub }: ShimOptions): string {
  return `#!/bin/sh
''':' # ${SHIM_MARK.slice(2)}: this file stands in for the driver and writes down its calls. To be taken away by:
# flexcert record remove DIRECTORY
set +eux
case $0 in */*) fx_home=\${0%/*}/${HOME} ;; *) fx_home=./${HOME} ;; esac
fx_driver=$fx_home/${quoted(name)}
fx_trace=${quoted(trace)}
fx_part= fx_up= fx_pid= fx_sent= fx_again= fx_posix=
fx_break='
'

# Ready to record? Everything here is a builtin: nothing is started for it.
{
  read -r fx_part <"$fx_trace/part" && [ -w "$fx_trace/$fx_part" ] && read -r fx_up fx_rest </proc/uptime &&
    command -v tee && command -v head
} >/dev/null 2>&1 || exec "$fx_driver" "$@"
fx_call=$fx_trace/$fx_part/$fx_up.$$

# An anonymous pipe without starting anything: that of a here-document, opened once more for writing.
exec 3<<fx_end
x
fx_end
[ -p /proc/self/fd/3 ] && read -r fx_rest <&3 || exec "$fx_driver" "$@" 3<&-
{ command exec 4>/proc/self/fd/3; } 2>/dev/null || exec "$fx_driver" "$@" 3<&-
exec 5>&1 6<&0 >/dev/null 2>&1

# In the background, beside the driver: passes on what it writes, and writes down what was called.
fx_record() {
  exec 4>&- 6<&-
  umask 077
  printf . >>"$fx_trace/$fx_part/count"
  # Not at every call: the shell reads a file byte by byte.
  case $$ in *[05]) (exec 3<&- 5>&- && fx_turn) & ;; esac
  case "$*" in *kubernetes.io/secret*) fx_secret=1 ;; *) fx_secret= ;; esac
  if [ -z "$fx_secret" ] && ! [ -f /proc/self/fd/5 ]; then
    fx_head "$@" >"$fx_call.call"
    # The limit holds for files alone. Beyond it tee goes on with the pipe.
    trap '' 25
    ulimit -f ${KEPT_OUTPUT / 512}
    LC_ALL=C exec tee "$fx_call.out" <&3 >&5 3<&- 5>&-
  fi
  { LC_ALL=C exec tee /proc/self/fd/8 <&3 >&5 3<&- 5>&-; } 8>&1 | {
    exec 3<&- 5>&-
    fx_hide=
    fx_head "$@" >"$fx_call.call"
    head -c ${KEPT_OUTPUT} | LC_ALL=C sed -f /proc/self/fd/9 9<<fx_end >"$fx_call.out"
$fx_hide
fx_end
    cat
  }
}

fx_head() {
  printf 'flexcert-call 1%bup %s%bpid %s%bzero %s%bargs' '\\n' "$fx_up" '\\n' "$$" '\\n' "$0" '\\n'
  for fx_arg; do printf ' %s' "\${#fx_arg}"; done
  printf '%b%b' '\\n' '\\n'
  for fx_arg; do
    case $fx_arg in *kubernetes.io/secret*) fx_redact ;; esac
    printf '%.${KEPT_ARGUMENT}s%b' "$fx_arg" '\\0'
  done
}

# Takes the secrets out of an argument, and makes the commands that take them out of the output, where the
# driver may repeat them in base64 or decoded: line by line, before anything reaches the disk.
fx_redact() {
  fx_rest=$(printf %s "$fx_arg" | LC_ALL=C sed -E -n 'h
s#("kubernetes[.]io/secret[^"]*"[[:space:]]*:[[:space:]]*)"([^"\\\\]|\\\\.)*"#\\1"[redacted]"#g
p
g
s#"kubernetes[.]io/secret[^"]*"[[:space:]]*:[[:space:]]*"(([^"\\\\]|\\\\.)*)"#\\
fx_value:\\1\\
#gp')
  fx_arg=\${fx_rest%%"$fx_break"*}
  fx_words=
  while read -r fx_line; do
    case $fx_line in fx_value:?*) ;; *) continue ;; esac
    fx_plain=$(printf %s "\${fx_line#fx_value:}" | base64 -d)
    fx_words=$fx_words\${fx_line#fx_value:}$fx_break$fx_plain$fx_break
    case $fx_plain in
      *[\\\\\\"]*) fx_words=$fx_words$(printf %s "$fx_plain" | LC_ALL=C sed -e 's/[\\\\"]/\\\\&/g')$fx_break ;;
    esac
  done <<fx_end
$fx_rest
fx_end
  fx_hide=$(printf %s "$fx_words" | LC_ALL=C sed -E -e '/^.{0,3}$/d' -e 's#[][\\\\.*^$/]#\\\\&#g' -e 's#.*#s/&/[redacted]/g#')
}

# A part that is full: the next one begins, and the oldest go until the trace fits.
fx_turn() {
  read -r fx_rest <"$fx_trace/$fx_part/count"
  [ "\${#fx_rest}" -ge ${CALLS_IN_PART} ] || return
  fx_next=$((fx_part + 1))
  # One of those who see it does it; were that one killed in between, another does it later.
  mkdir "$fx_trace/$fx_next" || [ "\${#fx_rest}" -ge ${2 * CALLS_IN_PART} ] || return
  printf '%s%b' "$fx_next" '\\n' >"$fx_trace/.part.$$" && mv -f "$fx_trace/.part.$$" "$fx_trace/part"
  for fx_old in "$fx_trace"/[1-9]*; do
    case $fx_old in */"$fx_part" | */"$fx_next") continue ;; esac
    fx_size=$(du -sk "$fx_trace")
    [ "\${fx_size%%[!0-9]*}" -gt ${maxKib} ] || break
    rm -f "$fx_old"/* && rmdir "$fx_old"
  done
}

fx_record "$@" &

# Shells ignore SIGINT and SIGQUIT in the background, most of them for good. An env that was found able to
# undo that is known by its time.
fx_able() {
  [ -x /usr/bin/env ] && ! [ /usr/bin/env -nt "$fx_trace/env" ] && ! [ /usr/bin/env -ot "$fx_trace/env" ]
}

# The driver. SIGTERM goes to it alone; one that comes before it runs is kept for it.
trap 'fx_sent=TERM; [ -z "$fx_pid" ] || kill -s TERM "$fx_pid"' TERM
trap 'fx_again=1; [ -z "$fx_pid" ] || kill -s HUP "$fx_pid"' HUP
trap 'fx_again=1; [ -z "$fx_pid" ] || kill -s INT "$fx_pid"' INT
fx_jobs() {
  exec 9<<fx_end
x
fx_end
  read -r fx_rest <&9
  command exec 9<>/proc/self/fd/9
}
if [ -n "\${BASH_VERSION-}" ]; then
  # bash forgets a job as soon as it has been waited for: the list is asked when a child ends. In its POSIX
  # mode the end of any child also ends the wait, and the job may be gone before it is asked for.
  fx_jobs
  if [ -n "\${POSIXLY_CORRECT+x}" ]; then
    declare -p POSIXLY_CORRECT >&9
    read -r fx_posix <&9
    set +o posix
  fi
  trap 'jobs -l >&9' CHLD
fi
(
  if [ -n "\${BASH_VERSION-}" ]; then
    trap - INT QUIT
    SHLVL=$((SHLVL - 1))
    [ "$SHLVL" != 0 ] || unset SHLVL
    eval "$fx_posix"
  elif fx_able; then
    fx_env='/usr/bin/env --default-signal=INT,QUIT'
  fi
${scrub ? SCRUB : ''}  exec \${fx_env-} "$fx_driver" "$@" <&6 >&4 2>&4 3<&- 4>&- 5>&- 6<&- 9<&-
) &
fx_pid=$!
[ -z "$fx_sent" ] || kill -s "$fx_sent" "$fx_pid"
exec 3<&- 4>&-
while :; do
  fx_again=
  fx_before=$fx_sent
  wait "$fx_pid"
  fx_status=$?
  [ -n "$fx_again" ] || [ "$fx_sent" != "$fx_before" ] || break
done
fx_signal=
if [ "$fx_status" -gt 128 ]; then
  # A signal, or an exit code that looks like one? The list of jobs tells.
  [ -n "\${BASH_VERSION-}" ] || fx_jobs
  jobs -l >&9
  printf 'end%b' '\\n' >&9
  while read -r fx_line <&9 && [ "$fx_line" != end ]; do
    # The words are in the language of the node; an exit code is told by its number. The command follows.
    case \${fx_line%%'( '*} in
      *" $fx_pid "*Running* | *" $fx_pid "*Stopped*) ;;
      *" $fx_pid "*[!0-9]"$fx_status"[!0-9]*) fx_signal= ;;
      *" $fx_pid "*) fx_signal=$((fx_status - 128)) ;;
    esac
  done
fi
if [ -n "$fx_signal" ]; then : >"$fx_call.signal-$fx_signal"; else : >"$fx_call.exit-$fx_status"; fi

# The output goes on for as long as someone holds it; only a driver that was told to end is not waited for.
exec 1>&- 2>&-
if [ -z "$fx_sent" ]; then
  wait
  : >"$fx_call.eof"
fi
if [ -n "$fx_signal" ]; then
  trap - TERM HUP INT CHLD
  ulimit -c 0
  if [ "$fx_signal" = 3 ] && fx_able; then
    # bash and busybox themselves never die of it.
    (while kill -s 3 $$; do :; done) &
    exec /usr/bin/env --default-signal=QUIT sleep 9
  fi
  kill -s "$fx_signal" $$ || kill "-$fx_signal" $$
fi
exit "$fx_status"
'''
import os, sys
os.execv(os.path.join(os.path.dirname(sys.argv[0]) or ".", "${HOME}", ${JSON.stringify(name)}), sys.argv)
`;
}

/** What a shell adds to an environment that has none: told by the environment that it was started with. */
const SCRUB = `  fx_rest=
  while read -r fx_line || [ -n "$fx_line" ]; do fx_rest=$fx_rest$fx_line; done </proc/$$/environ
  case $fx_rest in *PWD=*) ;; *) unset PWD OLDPWD ;; esac
  case $fx_rest in
    *SHLVL=*) fx_line=\${fx_rest#*SHLVL=} SHLVL=\${fx_line%%[!0-9]*} ;;
    *) unset SHLVL ;;
  esac
`;

/** A word for the shell, which Python takes for part of a text. */
function quoted(text: string): string {
  return /^[\w./~:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
