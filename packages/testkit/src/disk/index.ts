export { asOrdinaryUser, findOrdinaryUserSkipReason } from './as-ordinary-user.ts'
export { fillDisk } from './fill-disk.ts'
export { mountBound, mountDisk, type Mounted } from './mounted.ts'
export { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'
