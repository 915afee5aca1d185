import { fillDisk, mountDisk, type Mounted, temporaryFolder } from '@moorage/testkit/disk'
import { findMariaDbSkipReason, startMariaDb } from '@moorage/testkit/programs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type TestContext } from 'vitest'
import { openCatalog } from './testing/open-catalog.ts'

const diskBytes = 128 * 1024 * 1024

async function diskIn(folder: string, context: TestContext): Promise<Mounted> {
  const disk = await mountDisk(join(folder, 'd'), diskBytes)
  return typeof disk === 'string' ? context.skip(disk) : disk
}

/** Adds names until one is refused. */
async function addUntilRefused(add: (names: readonly string[]) => Promise<void>): Promise<unknown> {
  for (let round = 0; ; round += 1) {
    const names = Array.from({ length: 500 }, (_, index) => `${'x'.repeat(230)}/r${round}-${index}`)
    try {
      await add(names)
    } catch (error) {
      return error
    }
  }
}

test(
  'a server whose disk is full says so, answers, and takes names again when there is room',
  { timeout: 120_000 },
  async (context) => {
    const reason = await findMariaDbSkipReason()
    if (reason !== undefined) context.skip(reason)
    await using folder = await temporaryFolder('db')
    await using _ = await diskIn(folder.path, context)
    await using server = await startMariaDb({ folder: join(folder.path, 'd') })
    await using catalog = await openCatalog({ dsn: (await server.createDatabase()).dsn })
    await catalog.add(['a'])
    const ballast = join(folder.path, 'd', 'ballast')
    await fillDisk(ballast)
    expect(await addUntilRefused((names) => catalog.add(names))).toMatchObject({ code: 'NO_SPACE', retryable: false })
    expect((await catalog.list({ limit: 1 })).entries).toEqual([{ name: 'a', pushedAt: undefined }])
    await rm(ballast)
    await catalog.add(['b'])
    expect((await catalog.list({ after: 'a', limit: 1 })).entries).toEqual([{ name: 'b', pushedAt: undefined }])
  },
)
