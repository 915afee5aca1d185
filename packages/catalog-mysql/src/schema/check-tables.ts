import { CatalogError } from '@moorage/catalog-core'
import { catalogName } from '../catalog-name.ts'
import type { NameColumn } from './name-column.ts'
import type { Column, Tables } from './tables.ts'

/**
 * Whether the catalog can work with `repositories`, which another program may have made: with any collation, further
 * columns and keys, but not without what is read and written.
 * @throws CatalogError `CONFIG_INVALID` that says what is missing
 */
export function checkTables({ columns, hasUniqueNames }: Tables, place: string): NameColumn {
  const repositories = columns.get('repositories') ?? []
  const name = find(repositories, 'name')
  const problems = [
    ...nameProblems(name),
    ...timeProblems(find(repositories, 'createTime')),
    ...otherProblems(repositories),
    ...(name === undefined || hasUniqueNames ? [] : ['its column name has no unique key of its own']),
  ]
  const { characterSet, collation } = name ?? {}
  if (problems.length > 0 || characterSet === undefined || collation === undefined) {
    const remedy = 'correct it, or rename it so that a new one is made'
    const message = `${place}: the table repositories cannot be used: ${problems.join('; ')}; ${remedy}`
    throw new CatalogError({ code: 'CONFIG_INVALID', catalog: catalogName, message })
  }
  return { characterSet, collation }
}

function nameProblems(column: Column | undefined): readonly string[] {
  if (column === undefined) return ['it has no column name']
  const isText = column.characterSet !== undefined && /^\w+$/.test(column.characterSet + column.collation)
  return isText && column.length >= 255 ? [] : ['its column name is no text of 255 characters or more']
}

function timeProblems(column: Column | undefined): readonly string[] {
  if (column === undefined) return ['it has no column createTime']
  return column.type === 'bigint' || column.type === 'int' ? [] : ['its column createTime is no BIGINT']
}

function otherProblems(columns: readonly Column[]): readonly string[] {
  const needed = columns.filter(({ name, isOptional }) => !/^(?:name|createTime)$/i.test(name) && !isOptional)
  return needed.map(({ name }) => `its column ${name} has no default`)
}

function find(columns: readonly Column[], name: string): Column | undefined {
  return columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
}
