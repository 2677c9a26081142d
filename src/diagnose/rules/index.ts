import type { Rule } from '../rule.ts';
import { answerCutOff } from './answer-cut-off.ts';
import { attachAssumed } from './attach-assumed.ts';
import { attachedMissing } from './attached-missing.ts';
import { badEscape } from './bad-escape.ts';
import { believesOldState } from './believes-old-state.ts';
import { blankAndReadOnly } from './blank-and-read-only.ts';
import { brokenNeighbour } from './broken-neighbour.ts';
import { brokenSymlink } from './broken-symlink.ts';
import { busyAfterUnmount } from './busy-after-unmount.ts';
import { byteOrderMark } from './byte-order-mark.ts';
import { carriageReturn } from './carriage-return.ts';
import { colouredOutput } from './coloured-output.ts';
import { controllerLacksDriver } from './controller-lacks-driver.ts';
import { controllerLostDriver } from './controller-lost-driver.ts';
import { daemonInKubeletCgroup } from './daemon-in-kubelet-cgroup.ts';
import { datedLogLine } from './dated-log-line.ts';
import { deadFuseDaemon } from './dead-fuse-daemon.ts';
import { detachGetsAName } from './detach-gets-a-name.ts';
import { deviceInUse } from './device-in-use.ts';
import { driverNotFound } from './driver-not-found.ts';
import { driverRemoved } from './driver-removed.ts';
import { echoFlags } from './echo-flags.ts';
import { emptyValue } from './empty-value.ts';
import { executableIsDirectory } from './executable-is-directory.ts';
import { executableMissing } from './executable-missing.ts';
import { expandNotCalled } from './expand-not-called.ts';
import { filesLeftAfterUnmount } from './files-left-after-unmount.ts';
import { garbledByPercent } from './garbled-by-percent.ts';
import { glogLine } from './glog-line.ts';
import { goLogLine } from './go-log-line.ts';
import { goPanic } from './go-panic.ts';
import { initFailedFirst } from './init-failed-first.ts';
import { initNotSupported } from './init-not-supported.ts';
import { initStorm } from './init-storm.ts';
import { installedByCopy } from './installed-by-copy.ts';
import { interpreterMissing } from './interpreter-missing.ts';
import { killedBySignal } from './killed-by-signal.ts';
import { missingComma } from './missing-comma.ts';
import { mountNotRepeatable } from './mount-not-repeatable.ts';
import { mountOptionsRefused } from './mount-options-refused.ts';
import { mountedElsewhere } from './mounted-elsewhere.ts';
import { noSyslog } from './no-syslog.ts';
import { noTildeDirectory } from './no-tilde-directory.ts';
import { noexecMount } from './noexec-mount.ts';
import { notAnObject } from './not-an-object.ts';
import { notExecutable } from './not-executable.ts';
import { notInUseYet } from './not-in-use-yet.ts';
import { notMounted } from './not-mounted.ts';
import { nothingRead } from './nothing-read.ts';
import { nulByte } from './nul-byte.ts';
import { nullCapabilities } from './null-capabilities.ts';
import { nullOption } from './null-option.ts';
import { oddName } from './odd-name.ts';
import { oldArguments } from './old-arguments.ts';
import { optionNotRead } from './option-not-read.ts';
import { orphanAfterFailedMount } from './orphan-after-failed-mount.ts';
import { orphanedVolume } from './orphaned-volume.ts';
import { otherPluginDirectory } from './other-plugin-directory.ts';
import { outputHeldOpen } from './output-held-open.ts';
import { prefixMatch } from './prefix-match.ts';
import { probeCrash } from './probe-crash.ts';
import { pythonTraceback } from './python-traceback.ts';
import { rawControlCharacter } from './raw-control-character.ts';
import { readOnlyPluginDirectory } from './read-only-plugin-directory.ts';
import { scriptError } from './script-error.ts';
import { secretBeforeMount } from './secret-before-mount.ts';
import { secretNotFound } from './secret-not-found.ts';
import { secretType } from './secret-type.ts';
import { shellTrace } from './shell-trace.ts';
import { silentFailure } from './silent-failure.ts';
import { silentSuccess } from './silent-success.ts';
import { singleQuotes } from './single-quotes.ts';
import { sizeNotANumber } from './size-not-a-number.ts';
import { slowInit } from './slow-init.ts';
import { slowOwnership } from './slow-ownership.ts';
import { statusMissing } from './status-missing.ts';
import { successWithEmptyValues } from './success-with-empty-values.ts';
import { successWithFailingExit } from './success-with-failing-exit.ts';
import { symlinkForVolume } from './symlink-for-volume.ts';
import { symlinkedDirectory } from './symlinked-directory.ts';
import { systemdRunNoise } from './systemd-run-noise.ts';
import { textAfterAnswer } from './text-after-answer.ts';
import { textBeforeAnswer } from './text-before-answer.ts';
import { textInsteadOfAnswer } from './text-instead-of-answer.ts';
import { toolAtFixedPath } from './tool-at-fixed-path.ts';
import { toolMissing } from './tool-missing.ts';
import { trailingComma } from './trailing-comma.ts';
import { twoAnswers } from './two-answers.ts';
import { unescapedQuote } from './unescaped-quote.ts';
import { unmountNotRepeatable } from './unmount-not-repeatable.ts';
import { unmountSkipped } from './unmount-skipped.ts';
import { unquotedKey } from './unquoted-key.ts';
import { unquotedValue } from './unquoted-value.ts';
import { usageText } from './usage-text.ts';
import { volumeNameIgnored } from './volume-name-ignored.ts';
import { waitforattachTimeout } from './waitforattach-timeout.ts';
import { windowsExtension } from './windows-extension.ts';
import { writesInPluginDirectory } from './writes-in-plugin-directory.ts';
import { wrongFormat } from './wrong-format.ts';
import { wrongStatusWord } from './wrong-status-word.ts';
import { wrongType } from './wrong-type.ts';

/** Every rule, one file each. Of two that are equally sure, the earlier is shown first. */
export const RULES: readonly Rule[] = [
  glogLine,
  goLogLine,
  noSyslog,
  datedLogLine,
  toolMissing,
  toolAtFixedPath,
  successWithEmptyValues,
  echoFlags,
  systemdRunNoise,
  usageText,
  oldArguments,
  nullOption,
  deadFuseDaemon,
  shellTrace,
  scriptError,
  pythonTraceback,
  goPanic,
  colouredOutput,
  byteOrderMark,
  nulByte,
  rawControlCharacter,
  unescapedQuote,
  badEscape,
  singleQuotes,
  trailingComma,
  missingComma,
  unquotedKey,
  unquotedValue,
  emptyValue,
  twoAnswers,
  textBeforeAnswer,
  textAfterAnswer,
  textInsteadOfAnswer,
  answerCutOff,
  notAnObject,
  sizeNotANumber,
  wrongType,
  wrongStatusWord,
  statusMissing,
  successWithFailingExit,
  nullCapabilities,
  initNotSupported,
  attachAssumed,
  attachedMissing,
  silentSuccess,
  silentFailure,
  nothingRead,
  killedBySignal,
  noTildeDirectory,
  brokenSymlink,
  carriageReturn,
  executableIsDirectory,
  symlinkedDirectory,
  executableMissing,
  interpreterMissing,
  controllerLacksDriver,
  notExecutable,
  noexecMount,
  wrongFormat,
  installedByCopy,
  driverRemoved,
  windowsExtension,
  unmountNotRepeatable,
  mountNotRepeatable,
  detachGetsAName,
  volumeNameIgnored,
  secretBeforeMount,
  believesOldState,
  waitforattachTimeout,
  secretType,
  secretNotFound,
  mountOptionsRefused,
  optionNotRead,
  blankAndReadOnly,
  brokenNeighbour,
  initFailedFirst,
  driverNotFound,
  oddName,
  otherPluginDirectory,
  readOnlyPluginDirectory,
  probeCrash,
  initStorm,
  outputHeldOpen,
  slowInit,
  writesInPluginDirectory,
  controllerLostDriver,
  notInUseYet,
  expandNotCalled,
  slowOwnership,
  orphanAfterFailedMount,
  orphanedVolume,
  busyAfterUnmount,
  filesLeftAfterUnmount,
  unmountSkipped,
  mountedElsewhere,
  deviceInUse,
  notMounted,
  symlinkForVolume,
  prefixMatch,
  daemonInKubeletCgroup,
  garbledByPercent,
];
