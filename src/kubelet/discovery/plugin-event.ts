/** What a recursive watch of the plugin directory reports; fsnotify's five, as the kubelet gets them from inotify. */
export type PluginChange = 'created' | 'written' | 'mode-changed' | 'renamed-away' | 'removed';

export interface PluginEvent {
  change: PluginChange;
  /** Relative to the plugin directory, without a leading `/`; '' is the plugin directory itself. */
  path: string;
}
