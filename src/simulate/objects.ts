import * as z from 'zod';
import { parseQuantity } from './quantity.ts';

/** What of Kubernetes' objects is read here. Everything else in a manifest is left alone. */
const text = z.string();
const quantity = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine((value) => parseQuantity(value) !== undefined, 'is no quantity such as 1Gi');
const strings = z.record(
  z.string(),
  z.string('must be a string: quote numbers, true and false, as Kubernetes demands'),
);

const metadata = z.object({ name: text, namespace: text.optional(), uid: text.optional() });

const flexVolume = z.object({
  driver: text,
  fsType: text.optional(),
  readOnly: z.boolean().optional(),
  secretRef: z.object({ name: text.optional(), namespace: text.optional() }).optional(),
  options: strings.nullish(),
});

const podVolume = z.looseObject({
  name: text,
  flexVolume: flexVolume.optional(),
  persistentVolumeClaim: z.object({ claimName: text, readOnly: z.boolean().optional() }).optional(),
});

const uses = z.array(z.object({ name: text })).nullish();
const container = z.object({ volumeMounts: uses, volumeDevices: uses });

const pod = z.object({
  kind: z.literal('Pod'),
  metadata,
  spec: z.object({
    volumes: z.array(podVolume).nullish(),
    containers: z.array(container).nullish(),
    initContainers: z.array(container).nullish(),
    serviceAccountName: text.optional(),
    securityContext: z.object({ fsGroup: z.number().int().optional() }).nullish(),
  }),
});

const capacity = z.object({ storage: quantity.optional() });
const accessModes = z.array(text).optional();

const persistentVolume = z.object({
  kind: z.literal('PersistentVolume'),
  metadata,
  spec: z.object({
    capacity: capacity.optional(),
    flexVolume: flexVolume.optional(),
    accessModes,
    mountOptions: z.array(text).nullish(),
    claimRef: z.object({ namespace: text.optional(), name: text }).nullish(),
    storageClassName: text.optional(),
    volumeMode: text.optional(),
  }),
});

const claim = z.object({
  kind: z.literal('PersistentVolumeClaim'),
  metadata,
  spec: z.object({
    accessModes,
    volumeName: text.optional(),
    storageClassName: text.nullish(),
    volumeMode: text.optional(),
    resources: z.object({ requests: capacity.optional() }).optional(),
  }),
  status: z.object({ phase: text.optional(), capacity: capacity.optional() }).optional(),
});

const secret = z.object({
  kind: z.literal('Secret'),
  metadata,
  type: text.optional(),
  data: strings.nullish(),
  stringData: strings.nullish(),
});

/** By kind; objects of other kinds are not looked at. */
export const OBJECT_SCHEMAS = {
  Pod: pod,
  PersistentVolume: persistentVolume,
  PersistentVolumeClaim: claim,
  Secret: secret,
} as const;

export type PodObject = z.infer<typeof pod>;
export type PersistentVolumeObject = z.infer<typeof persistentVolume>;
export type ClaimObject = z.infer<typeof claim>;
export type SecretObject = z.infer<typeof secret>;
export type FlexVolumeSource = z.infer<typeof flexVolume>;
export type KubernetesObject = PodObject | PersistentVolumeObject | ClaimObject | SecretObject;
