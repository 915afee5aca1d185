import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { loadSqlite } from './sqlite.ts'

test("Node's SQLite is loaded without a warning, and what emits warnings is left as it was", async () => {
  const before: unknown = Reflect.get(process, 'emitWarning')
  const warnings: string[] = []
  const note = (warning: Error): void => void warnings.push(String(warning))
  process.on('warning', note)
  expect(loadSqlite()?.DatabaseSync).toBeTypeOf('function')
  // Warnings are emitted in a later turn.
  await setImmediate()
  process.off('warning', note)
  expect(warnings).toEqual([])
  expect(Reflect.get(process, 'emitWarning')).toBe(before)
})
