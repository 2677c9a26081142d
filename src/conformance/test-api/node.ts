/** One line of the mount table. */
export interface Mount {
  mountPoint: string;
  fsType: string;
  source: string;
  /** Path within its filesystem: not `/` for a bind mount of a directory. */
  root: string;
  /** `major:minor`. */
  device: string;
  readOnly: boolean;
  /** `shared:7`, `master:3` ... */
  propagation: readonly string[];
}

export interface LoopDevice {
  /** `/dev/loop7` */
  device: string;
  /** Absolute path of the file behind it. */
  image: string;
}

export interface Process {
  pid: number;
  parent: number;
  argv: readonly string[];
  /** One letter, as in /proc: `Z` is a zombie. */
  state: string;
}

/** What a driver may leave behind, at one moment. */
export interface Snapshot {
  mounts: readonly Mount[];
  loops: readonly LoopDevice[];
  processes: readonly Process[];
  /** Paths written since the cell began, outside volumes, `stateDirs` and the kubelet's own directories. */
  files: readonly string[];
  /** The same with what there is in them. */
  written: readonly WrittenFile[];
}

/** A file, a directory or the like as it is at one moment. */
export interface WrittenFile {
  path: string;
  /** Differs when it was written again. */
  version: string;
  /** Differs when it is another one under the same path. */
  inode: string;
  bytes: number;
}

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** The node as this requirement's driver sees it. All of it is gone when the requirement ends. */
export interface Node {
  /** The name that attach, isattached and detach are given. */
  readonly name: string;
  /** A directory for the requirement's own files, on a filesystem of its own. */
  readonly scratch: string;
  mounts(): Mount[];
  /** Mounts on exactly that directory, the lowest first. */
  mountsAt(dir: string): Mount[];
  /** Mounts on that directory and below it. */
  mountsBelow(dir: string): Mount[];
  /** Loop devices that the driver or this requirement made. */
  loops(): LoopDevice[];
  /** Loop devices over that file. */
  loopsOf(image: string): LoopDevice[];
  /** Processes that the driver left. */
  processes(): Process[];
  snapshot(): Snapshot;
  /**
   * Every path that was written since the cell began and is still there, also in `stateDirs` and below the kubelet's
   * directory, but not in volumes. With isolation none those below the kubelet's directory alone.
   */
  written(): string[];
  /** Paths below a directory, relative to it, other mounts not entered; [] when it is absent. */
  files(dir: string): string[];
  /** Writes a file and syncs it; that it cannot be written ends the body like an expectation. @returns its path */
  write(dir: string, content: string | Uint8Array, name?: string): string;
  /** Reads what `write` wrote; undefined when there is no such file. */
  read(dir: string, name?: string): string | undefined;
  /** A program of this machine, to look at what the driver did: `node.run('blkid', device)`. */
  run(program: string, ...args: string[]): Promise<Ran>;
  /** Every process seen in /proc while `during` runs, with its arguments. */
  watch(during: () => Promise<unknown>): Promise<Process[]>;
  /** Mounts, loop devices and processes are gone, /run is empty; other files stay. The kubelet restarts. */
  reboot(): Promise<void>;
}
