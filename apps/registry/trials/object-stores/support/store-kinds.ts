/** A store that has a driver, as the emulator plays it. */
export interface StoreKind {
  /** Of the driver, and of the service. */
  readonly name: 'cos' | 'oss' | 's3' | 'scs'
  readonly bucket: string
  readonly region: string
  /** What the driver calls the two parts of a key. */
  readonly keyParameters: { readonly id: string; readonly secret: string }
}

/** What all trials of this folder run on; a store that is added here is tried like the others. */
export const storeKinds: readonly StoreKind[] = [
  {
    name: 'cos',
    bucket: 'images-1250000000',
    region: 'ap-guangzhou',
    keyParameters: { id: 'secretid', secret: 'secretkey' },
  },
  {
    name: 'oss',
    bucket: 'images',
    region: 'oss-cn-hangzhou',
    keyParameters: { id: 'accesskeyid', secret: 'accesskeysecret' },
  },
  {
    name: 's3',
    bucket: 'images',
    region: 'eu-central-1',
    keyParameters: { id: 'accesskey', secret: 'secretkey' },
  },
  {
    name: 'scs',
    bucket: 'images',
    region: 'bjcnc',
    keyParameters: { id: 'accesskey', secret: 'secretkey' },
  },
]

export function kindOf(name: StoreKind['name']): StoreKind {
  const kind = storeKinds.find((candidate) => candidate.name === name)
  if (kind === undefined) throw new Error(`There is no store ${name}`)
  return kind
}
