/** Told by init: no kubelet reads it, and whoever certifies the driver or asks a node what it runs does. */
export const VERSION = '0.1.0';
