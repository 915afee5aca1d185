import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { expectBytes, expectError, text } from './expectations.ts'

const contents: Readonly<Record<string, Uint8Array>> = {
  'no byte': new Uint8Array(0),
  'one byte': text('a'),
  'two letters beyond ASCII': text('ĀŰ'),
  'bytes that are no UTF-8': Uint8Array.of(0xc3, 0x28, 0xff, 0x00, 0xfe, 0x0d, 0x0a),
  '32 bytes': seededBytes(1, 32),
  '4096 bytes': seededBytes(2, 4096),
  '1 MiB': seededBytes(3, 1024 * 1024),
}

export const readWriteCases: readonly DriverCase[] = [
  ...Object.entries(contents).map(([name, content]): DriverCase => ({
    title: `a file of ${name} is read as it was put`,
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await driver.putContent(path, content)
      expectBytes(await driver.getContent(path), content)
      expect(await driver.stat(path)).toMatchObject({ kind: 'file', path, size: content.length })
    },
  })),
  {
    title: 'a shorter content replaces a longer one whole',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      await driver.putContent(path, seededBytes(4, 8192))
      await driver.putContent(path, text('short'))
      expectBytes(await driver.getContent(path), text('short'))
    },
  },
  {
    title: 'a path can be put many times over',
    async run({ driver, folder }) {
      for (let round = 0; round < 20; round += 1) {
        await driver.putContent(`${folder}/file`, text(`round ${round}`))
        expectBytes(await driver.getContent(`${folder}/file`), text(`round ${round}`))
      }
    },
  },
  {
    title: 'content whose name is flushed later is read like any other, before and after',
    async run({ driver, folder }) {
      const [put, committed, moved] = [`${folder}/put`, `${folder}/committed`, `${folder}/moved`]
      await driver.putContent(put, text('put'), { durable: 'content' })
      const writer = await driver.createWriter(committed, { resumable: false })
      await writer.write(text('committed'))
      await writer.commit({ durable: 'content' })
      await driver.move(put, moved, { durable: 'content' })
      expectBytes(await driver.getContent(moved), text('put'))
      await driver.flush([moved, committed])
      expectBytes(await driver.getContent(moved), text('put'))
      expectBytes(await driver.getContent(committed), text('committed'))
    },
  },
  {
    title: 'content that need not be durable is read like any other',
    async run({ driver, folder }) {
      const path = `${folder}/new/directory/note`
      await driver.putContent(path, text('note'), { durable: false })
      expectBytes(await driver.getContent(path), text('note'))
      await driver.putContent(path, text('kept'))
      expectBytes(await driver.getContent(path), text('kept'))
    },
  },
  {
    title: 'changing bytes after putting or getting them changes nothing that is stored',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = Buffer.from('stored')
      await driver.putContent(path, content)
      content.fill(0)
      const first = await driver.getContent(path)
      expectBytes(first, text('stored'))
      first.fill(0)
      expectBytes(await driver.getContent(path), text('stored'))
    },
  },
  {
    title: 'what one driver put, another one on the same store reads',
    reopens: true,
    async run({ driver, folder, reopen }) {
      await driver.putContent(`${folder}/file`, text('shared'))
      const another = await reopen()
      expectBytes(await another.getContent(`${folder}/file`), text('shared'))
    },
  },
  {
    title: 'getting content that is missing is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await expectError(driver, driver.getContent(`${folder}/missing`), 'PATH_NOT_FOUND')
      await driver.putContent(`${folder}/file`, text('x'))
      await expectError(driver, driver.getContent(`${folder}/missing`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.getContent(`${folder}/fil`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a directory has no content: getting it is PATH_NOT_FOUND',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/directory/file`, text('x'))
      await expectError(driver, driver.getContent(`${folder}/directory`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.createReader(`${folder}/directory`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'nothing is found below a file',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('x'))
      await expectError(driver, driver.getContent(`${folder}/file/below`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.createReader(`${folder}/file/below`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.stat(`${folder}/file/below`), 'PATH_NOT_FOUND')
      await expectError(driver, driver.delete(`${folder}/file/below`), 'PATH_NOT_FOUND')
    },
  },
]
