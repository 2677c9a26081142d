import type { Profile } from '../../kubelet/profile.ts';
import type { Exit } from '../../kubelet/types.ts';

/** An answer to be explained, and what is known around it. */
export interface AnswerToExplain {
  command: string;
  /** Both outputs as the kubelet read them. */
  output: Uint8Array;
  exit: Exit;
  /** Arguments after the command. */
  args?: readonly string[];
  executable?: string;
  /** The operating system's words for why it could not be executed, path and all. */
  execText?: string;
  /** Who called: `kubelet`, `kube-controller-manager`. */
  program?: string;
  timedOut?: boolean;
  /** Whether the driver attaches, as its init said; absent when that is not known. */
  attaches?: boolean;
  profile?: Profile;
}
