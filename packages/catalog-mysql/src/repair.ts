import { isRepositoryName } from '@moorage/catalog-core'
import type { Row } from './connections/connection.ts'
import type { Session } from './connections/session.ts'
import { batchesOf } from './names/batches.ts'
import type { Statements } from './names/statements.ts'

/** Rows that are looked at by one statement. */
const pageSize = 2000

/**
 * Lists the rows that other programs put into `repositories`. Those that are no names of repositories are never
 * listed.
 * @returns the bytes of the latter
 */
export async function listForeignRows(session: Session, statements: Statements): Promise<readonly Buffer[]> {
  const illegal: Buffer[] = []
  let page = await session.execute(statements.firstRows, [pageSize])
  while (page.length > 0) {
    const unlisted = page.filter(([, isListed]) => Number(isListed) === 0).map(nameOf)
    const legal = unlisted.filter(isLegal)
    for (const batch of batchesOf(legal)) await session.execute(statements.insertNames(batch.length), batch)
    illegal.push(...unlisted.filter((name) => !isLegal(name)))
    const last = page.at(-1)
    page = last === undefined ? [] : await session.execute(statements.nextRows, [nameOf(last), pageSize])
  }
  return illegal
}

/**
 * Makes the two tables agree where other programs have changed `repositories`: what they added is listed, what they
 * deleted is forgotten, and what is no name of a repository is deleted. Where nobody did, nothing is written.
 */
export async function repair(session: Session, statements: Statements): Promise<void> {
  const illegal = await listForeignRows(session, statements)
  for (const batch of batchesOf(illegal)) {
    await session.execute(statements.deleteExactRows(batch.length), [...batch, ...batch])
  }
  await forgetOrphans(session, statements)
}

async function forgetOrphans(session: Session, statements: Statements): Promise<void> {
  let page = await session.execute(statements.listedNames, [Buffer.alloc(0), pageSize])
  while (page.length > 0) {
    const orphans = page.filter(([, isThere]) => Number(isThere) === 0).map(nameOf)
    for (const batch of batchesOf(orphans)) await session.execute(statements.deleteOrphanNames(batch.length), batch)
    const last = page.at(-1)
    page = last === undefined ? [] : await session.execute(statements.listedNames, [nameOf(last), pageSize])
  }
}

function isLegal(name: Buffer): boolean {
  return isRepositoryName(name.toString('latin1'))
}

function nameOf([name]: Row): Buffer {
  return Buffer.isBuffer(name) ? name : Buffer.from(String(name))
}
