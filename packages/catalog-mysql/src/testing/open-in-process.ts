// Started by a test as a process of its own: opens a catalog when it is told to, and adds a name.
import { createCatalog } from '@moorage/catalog-core'
import { once } from 'node:events'
import mysql from '../index.ts'

const [dsn, name = ''] = process.argv.slice(2)
process.send?.('ready')
await once(process, 'message')
const catalog = await createCatalog(mysql, { dsn })
await catalog.add([name])
await catalog[Symbol.asyncDispose]()
process.disconnect()
