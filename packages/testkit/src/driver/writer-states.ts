import type { FileWriter, StorageDriver } from '@moorage/driver-core'
import { expect } from 'vitest'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, expectError, sourceOf, text } from './expectations.ts'

const ends = ['close', 'commit', 'cancel'] as const
const stateAfter = { close: 'closed', commit: 'committed', cancel: 'cancelled' } as const

export const writerStateCases: readonly DriverCase[] = [
  ...[true, false].flatMap((resumable) =>
    ends.map((end): DriverCase => ({
      title: `after ${end}, a ${resumable ? 'resumable writer' : 'writer that is not resumable'} refuses all but close`,
      async run({ driver, folder }) {
        const writer = await driver.createWriter(`${folder}/file`, { resumable })
        expect(writer.path).toBe(`${folder}/file`)
        await writer.write(text('x'))
        expect(writer.state).toBe('open')
        await writer[end]()
        expect(writer.state).toBe(stateAfter[end])
        await expectClosed(driver, writer)
        expect(writer.state).toBe(stateAfter[end])
      },
    })),
  ),
  {
    title: 'disposing a writer closes it, and a later one continues',
    async run({ driver, folder, skip }) {
      if (driver.capabilities.append === 'none') skip('the store continues nothing')
      {
        await using writer = await driver.createWriter(`${folder}/file`)
        await writer.write(text('first '))
      }
      const writer = await driver.createWriter(`${folder}/file`, { append: true })
      await writer.write(text('second'))
      await writer.commit()
      expectBytes(await driver.getContent(`${folder}/file`), text('first second'))
    },
  },
  {
    title: 'disposing a writer after its commit takes nothing back',
    async run({ driver, folder }) {
      {
        await using writer = await driver.createWriter(`${folder}/file`)
        await writer.write(text('kept'))
        await writer.commit()
      }
      expectBytes(await driver.getContent(`${folder}/file`), text('kept'))
    },
  },
]

async function expectClosed(driver: StorageDriver, writer: FileWriter): Promise<void> {
  await expectError(driver, writer.write(text('more')), 'CLOSED')
  await expectError(driver, writer.writeFrom(sourceOf(text('more'))), 'CLOSED')
  await expectError(driver, writer.commit(), 'CLOSED')
  await expectError(driver, writer.cancel(), 'CLOSED')
  await writer.close()
  await writer[Symbol.asyncDispose]()
}
