import type { OperationOptions, StorageDriver, StoragePath } from '@moorage/driver-core'
import { expect } from 'vitest'
import { seededBytes } from '../seeded-bytes.ts'
import type { DriverCase } from './driver-case.ts'
import { drain, expectBytes, expectError, readAll, sourceOf, text } from './expectations.ts'

const mebibyte = 1024 * 1024

export const abortCases: readonly DriverCase[] = [
  {
    title: 'every method refuses a signal that was given before, and changes nothing',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, text('as it was'))
      for (const call of callsOf(driver, folder, { signal: AbortSignal.abort() })) {
        await expectError(driver, call(), 'ABORTED')
      }
      expectBytes(await driver.getContent(`${folder}/file`), text('as it was'))
      await expectError(driver, driver.stat(`${folder}/other`), 'PATH_NOT_FOUND')
    },
  },
  {
    title: 'a signal that is never given disturbs nothing, however often it is used',
    async run({ driver, folder }) {
      const { signal } = new AbortController()
      const content = seededBytes(25, 3 * mebibyte)
      for (let round = 0; round < 20; round += 1) {
        const writer = await driver.createWriter(`${folder}/file`, { signal })
        await writer.writeFrom(sourceOf(content.subarray(0, mebibyte), content.subarray(mebibyte)), { signal })
        await writer.commit({ signal })
        expectBytes(await readAll(await driver.createReader(`${folder}/file`, { signal })), content)
      }
    },
  },
  {
    title: 'an abort in the middle of a write ends it at once, and what arrived stays',
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = seededBytes(26, 2 * mebibyte)
      const controller = new AbortController()
      const { source, stalled } = stallingSource(content.subarray(0, mebibyte))
      const writer = await driver.createWriter(path)
      const writing = writer.writeFrom(source, { signal: controller.signal })
      await stalled
      controller.abort(new Error('the client went away'))
      await expectError(driver, writing, 'ABORTED')
      expect(writer.state).toBe('open')
      expect(writer.size).toBe(mebibyte)
      await writer.writeFrom(sourceOf(content.subarray(mebibyte)))
      await writer.commit()
      expectBytes(await driver.getContent(path), content)
    },
  },
  {
    title: 'what arrived before an abort can be closed, and continued later',
    impossible: (capabilities) => (capabilities.append === 'none' ? 'the store continues nothing' : undefined),
    async run({ driver, folder }) {
      const path = `${folder}/file`
      const content = seededBytes(27, 2 * mebibyte)
      const controller = new AbortController()
      const { source, stalled } = stallingSource(content.subarray(0, 100_000))
      const first = await driver.createWriter(path)
      const writing = first.writeFrom(source, { signal: controller.signal })
      await stalled
      controller.abort()
      await expectError(driver, writing, 'ABORTED')
      const resumeToken = await first.close()
      const second = await driver.createWriter(path, { append: true, resumeToken })
      expect(second.size).toBe(100_000)
      await second.writeFrom(sourceOf(content.subarray(100_000)))
      await second.commit()
      expectBytes(await driver.getContent(path), content)
    },
  },
  {
    title: 'a commit that was aborted before shows nothing, and the writer can still be cancelled',
    async run({ driver, folder }) {
      const writer = await driver.createWriter(`${folder}/file`)
      await writer.write(text('x'))
      await expectError(driver, writer.commit({ signal: AbortSignal.abort() }), 'ABORTED')
      await expectError(driver, driver.stat(`${folder}/file`), 'PATH_NOT_FOUND')
      await writer.cancel()
      expect(writer.state).toBe('cancelled')
    },
  },
  {
    title: 'an abort in the middle of a read ends the stream with ABORTED',
    async run({ driver, folder }) {
      await driver.putContent(`${folder}/file`, seededBytes(28, 16 * mebibyte))
      const controller = new AbortController()
      const reader = await driver.createReader(`${folder}/file`, { signal: controller.signal })
      const read = async (): Promise<void> => {
        for await (const chunk of reader) {
          expect((chunk as Uint8Array).length).toBeGreaterThan(0)
          controller.abort()
        }
      }
      await expectError(driver, read(), 'ABORTED')
      expect(reader.destroyed).toBe(true)
      expect((await readAll(await driver.createReader(`${folder}/file`))).length).toBe(16 * mebibyte)
    },
  },
  {
    title: 'an abort ends a listing and a walk that are under way',
    async run({ driver, folder }) {
      await Promise.all(
        Array.from({ length: 100 }, (_, index) => driver.putContent(`${folder}/${index % 10}/${index}`, text('x'))),
      )
      for (const method of ['list', 'walk'] as const) {
        const controller = new AbortController()
        const consume = async (): Promise<void> => {
          for await (const entry of driver[method](folder, { signal: controller.signal })) {
            expect(entry.path).toContain(folder)
            controller.abort()
          }
        }
        await expectError(driver, consume(), 'ABORTED')
      }
    },
  },
]

function callsOf(driver: StorageDriver, folder: StoragePath, options: OperationOptions): (() => Promise<unknown>)[] {
  const file = `${folder}/file`
  const other = `${folder}/other`
  return [
    () => driver.getContent(file, options),
    () => driver.putContent(file, text('changed'), options),
    () => driver.putContent(other, text('new'), options),
    () => driver.createReader(file, options),
    () => driver.createWriter(file, options),
    () => driver.createWriter(other, { ...options, resumable: false }),
    () => driver.stat(file, options),
    () => drain(driver.list(folder, options)),
    () => drain(driver.walk(folder, options)),
    () => driver.move(file, other, options),
    () => driver.delete(file, options),
  ]
}

/** A source that yields `chunk` and then says nothing any more; `stalled` resolves when that was taken. */
function stallingSource(chunk: Uint8Array): { source: AsyncIterable<Uint8Array>; stalled: Promise<void> } {
  const { promise: stalled, resolve } = Promise.withResolvers<void>()
  async function* generate(): AsyncGenerator<Uint8Array, void, void> {
    yield chunk
    resolve()
    await new Promise(() => undefined)
  }
  return { source: generate(), stalled }
}
