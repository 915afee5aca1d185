export {
  buildImage,
  type BuildImageOptions,
  buildIndex,
  type BuiltBlob,
  type BuiltDescriptor,
  type BuiltImage,
  type BuiltManifest,
} from './build-image.ts'
export { sha256, type Sha256Digest } from './digest.ts'
export { seededBytes, seededStream } from './seeded-bytes.ts'
