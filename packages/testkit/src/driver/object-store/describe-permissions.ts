import { readFileSync } from 'node:fs'
import type { RestClient } from '@moorage/driver-core/object-store'
import { describe, expect, test } from 'vitest'
import { type ClientCall, clientCalls } from './client-calls.ts'

/** An account of `@moorage/object-store-emulator`. */
export interface PermittedAccount {
  readonly id: string
  readonly secret: string
  /** Without it: all. */
  readonly permissions?: readonly string[]
}

export interface PermissionSuiteOptions<Store> {
  /** The actions that the driver needs, as the store names them. */
  readonly permissions: readonly string[]
  /** The calls that need each of them. */
  readonly calls: Readonly<Record<string, readonly ClientCall[]>>
  /** What stands before an action in a policy, such as `s3:`. */
  readonly prefix: string
  /** The file with the policy that users are told to write. */
  readonly readme: URL
  /** What whoever lacks an action is told; the action has its prefix. */
  readonly told: (action: string) => RegExp
  /** Starts a store with one empty bucket. */
  readonly startBucket: (options: { readonly accounts: readonly PermittedAccount[] }) => Promise<Store>
  /** A client of that bucket. */
  readonly createClient: (store: Store, account: PermittedAccount) => RestClient
}

/** Declares that a driver needs the actions that its documentation names, no more and no fewer, and says which one is missing. */
export function describePermissions<Store extends AsyncDisposable>(options: PermissionSuiteOptions<Store>): void {
  const { permissions, calls, prefix, readme, told, startBucket, createClient } = options
  const owner = { id: 'owner', secret: 'secret of the owner' }

  describe('an account', () => {
    test('needs the actions that the documentation names', () => {
      const documented = actionsOfPolicy(readFileSync(readme, 'utf8'))
      expect(documented.toSorted()).toEqual(permissions.map((action) => `${prefix}${action}`).toSorted())
      expect(Object.keys(calls).toSorted()).toEqual(permissions.toSorted())
    })

    test.each(permissions)(`that lacks ${prefix}%s is told so by name`, async (missing) => {
      const others = permissions.filter((action) => action !== missing)
      const limited = { id: 'limited', secret: 'secret of the limited', permissions: others }
      await using store = await startBucket({ accounts: [owner, limited] })
      await using ownerClient = createClient(store, owner)
      await using client = createClient(store, limited)
      await clientCalls.put(ownerClient, '')
      const uploadId = await ownerClient.createUpload('big')
      for (const call of calls[missing] ?? []) {
        await expect(clientCalls[call](client, uploadId), call).rejects.toMatchObject({
          code: 'ACCESS_DENIED',
          message: expect.stringMatching(told(`${prefix}${missing}`)),
        })
      }
    })
  })
}

/** Of the JSON in a document that is a policy; stores differ in whether its keys have capitals. */
function actionsOfPolicy(document: string): string[] {
  const [, policy = ''] = /```json\n(\{\s*"version":[\s\S]*?)```/i.exec(document) ?? []
  const actions: string[] = []
  JSON.parse(policy, (key, value: unknown) => {
    if (key.toLowerCase() === 'action') actions.push(...(value as string[]))
    return value
  })
  return actions
}
