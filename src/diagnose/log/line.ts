/** One message of a log, freed of the wrapping that journald, a container runtime or klog put around it. */
export interface LogLine {
  /** Line of the input where it begins, from 1. */
  number: number;
  /** Milliseconds; only differences mean something, as klog names no year. */
  at?: number;
  /** The time as the log shows it. */
  clock?: string;
  severity?: 'I' | 'W' | 'E' | 'F';
  /** Program that wrote it, when the wrapping says so: `kubelet`, `kube-controller-manager`. */
  program?: string;
  /** Go source and line: `driver-call.go:266`. */
  source?: string;
  message: string;
  /** Key and value pairs of a structured message. */
  fields: Readonly<Record<string, string>>;
  /** Set for an event as `kubectl` shows it. */
  event?: { reason: string; object?: string; count: number; age: string };
}

/** What one wrapping says of the text within. */
export interface Unwrapped {
  text: string;
  at?: number;
  clock?: string;
  program?: string;
  pid?: string;
}
