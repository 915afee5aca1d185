import { type FileCalls, handedOver, immediate, isSmall } from './file-calls.ts'
import { Patience } from './patience.ts'

/** Handing a call to a thread costs about a tenth of that. */
const quickMs = 0.5

/** For what lies in memory: all at once but large reads and writes. */
export function memoryCalls(): FileCalls {
  const patience = new Patience()
  const names = Object.keys(immediate) as (keyof FileCalls)[]
  const chosen = names.map((name) => [
    name,
    patience.choose<never>(immediate[name] as never, handedOver[name] as never),
  ])
  return Object.fromEntries(chosen) as FileCalls
}

/**
 * For disks of this machine. What only concerns a file that is open is answered from memory. What may be anywhere on the
 * disk, large writes, and deleting what is large, go to a thread. Changes of names and small writes go to memory first; but where the kernel
 * has to wait for its journal to be written, they wait too, so they are made at once only as long as they are quick.
 */
export function diskCalls(): FileCalls {
  const patience = new Patience({ quickMs })
  const whileQuick = <Name extends keyof FileCalls>(name: Name): FileCalls[Name] =>
    patience.choose(immediate[name], handedOver[name])
  const writeSmall = whileQuick('write')
  return {
    open: handedOver.open,
    openRenamed: whileQuick('openRenamed'),
    openDirectory: whileQuick('openDirectory'),
    create: whileQuick('create'),
    close: immediate.close,
    statDescriptor: immediate.statDescriptor,
    version: immediate.version,
    look: handedOver.look,
    lookAtOpen: immediate.lookAtOpen,
    entries: whileQuick('entries'),
    realpath: whileQuick('realpath'),
    read: handedOver.read,
    write: (descriptor, chunks, position) =>
      isSmall(chunks) ? writeSmall(descriptor, chunks, position) : handedOver.write(descriptor, chunks, position),
    makeDirectory: whileQuick('makeDirectory'),
    makeDirectories: whileQuick('makeDirectories'),
    rename: whileQuick('rename'),
    unlink: whileQuick('unlink'),
    removeAll: whileQuick('removeAll'),
    touch: whileQuick('touch'),
  }
}
