import { distribution } from './distribution.ts'
import { dockerRegistry } from './docker-registry.ts'
import { createMoorageOnCos } from './moorage-on-cos.ts'
import { createMooragesWithCatalogs } from './moorage-with-catalog.ts'
import { createMoorage } from './moorage.ts'
import { olareg } from './olareg.ts'
import { Unavailable, type RegistryKind } from './registry-kind.ts'
import type { Contender } from './running-registry.ts'

interface Choice extends Pick<Contender, 'storageFolder' | 'logs'> {
  readonly registries: readonly string[] | undefined
  readonly profileFolder: string | undefined
}

/** Finds the programs of the registries that were asked for, and says why one is skipped. */
export async function findContenders(choice: Choice, print: (text: string) => void): Promise<Contender[]> {
  const beside = [createMoorage(choice.profileFolder), distribution, dockerRegistry, olareg]
  const onRequest = [
    createMoorageOnCos(choice.storageFolder, choice.profileFolder),
    ...createMooragesWithCatalogs(choice.storageFolder, choice.profileFolder),
  ]
  const contenders: Contender[] = []
  for (const kind of chosen(beside, onRequest, choice.registries)) {
    try {
      const launch = await kind.locate()
      contenders.push({ kind, launch, storageFolder: choice.storageFolder, logs: choice.logs })
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      print(`${kind.name} is skipped: ${error.message}\n`)
    }
  }
  return contenders
}

/** @param onRequest those that are measured only when they are named */
function chosen(
  byDefault: readonly RegistryKind[],
  onRequest: readonly RegistryKind[],
  names: readonly string[] | undefined,
): readonly RegistryKind[] {
  if (names === undefined) return byDefault
  const kinds = [...byDefault, ...onRequest]
  for (const name of names) {
    if (!kinds.some((kind) => kind.name === name)) throw new Error(`No registry ${name}`)
  }
  return kinds.filter(({ name }) => names.includes(name))
}
