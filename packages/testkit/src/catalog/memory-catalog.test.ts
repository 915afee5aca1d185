import { describeCatalog, MemoryCatalog, MemoryCatalogData } from './index.ts'

const data = new MemoryCatalogData()
const open = async (): Promise<MemoryCatalog> => new MemoryCatalog(data)

describeCatalog('memory', { create: open, reopen: open })
