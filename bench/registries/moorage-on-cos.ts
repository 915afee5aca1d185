import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createTemporaryFolder, rememberChild } from '../support/cleanup.ts'
import { findFreePort } from '../support/free-port.ts'
import { writeDistributionConfiguration } from './distribution-configuration.ts'
import { assertBuilt, launchMoorage } from './moorage.ts'
import { Unavailable, type RegistryKind } from './registry-kind.ts'

const emulator = join(import.meta.dirname, '..', '..', 'packages', 'object-store-emulator', 'dist', 'main.js')
const account = { secretid: 'bench', secretkey: 'a secret of the bench' }
const place = { region: 'ap-guangzhou', bucket: 'bench-1250000000' }

/**
 * Moorage on Tencent COS, played by the emulator in a process of its own: it is no part of what is measured, but shares the machine.
 * @param emulatorFolder where the emulator keeps what it is sent
 */
export function createMoorageOnCos(emulatorFolder: string, profileFolder: string | undefined): RegistryKind {
  const isNoFolder = 'what is written beforehand is written into a folder'
  return {
    name: 'moorage-cos',
    layout: 'distribution',
    lacks: { catalog: isNoFolder, 'pages of tags': isNoFolder },
    locate: async () => {
      assertBuilt()
      const endpoint = await startEmulator(emulatorFolder)
      return (site) => {
        const driver = {
          cos: { ...account, ...place, endpoint, rootdirectory: basename(site.folder) },
          // What passes through the registry is measured.
          redirect: { disable: true },
        }
        return launchMoorage(writeDistributionConfiguration(site, { driver }), profileFolder)
      }
    },
  }
}

/** @returns its URL */
async function startEmulator(storageFolder: string): Promise<string> {
  if (!existsSync(emulator)) throw new Unavailable('the emulator is not built: npm run build')
  const port = await findFreePort()
  const options = {
    port: String(port),
    folder: createTemporaryFolder(storageFolder),
    bucket: place.bucket,
    region: place.region,
    'access-key': account.secretid,
    'secret-key': account.secretkey,
  }
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn(process.execPath, [emulator, '--quiet', ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  rememberChild(child)
  await once(child.stdout, 'data')
  // It ends with this process, and must not keep it.
  child.stdout.destroy()
  child.unref()
  return `http://127.0.0.1:${port}`
}
