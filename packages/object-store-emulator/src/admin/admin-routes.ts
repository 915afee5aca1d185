import { EngineError } from '../engine/engine-error.ts'
import type { BucketView } from '../emulator/emulator.ts'
import type { ScheduleOptions } from '../faults/fault-schedule.ts'
import { isFaultKind, faultKinds } from '../faults/play-faults.ts'
import type { FaultRule } from '../faults/fault-rule.ts'
import type { Operation } from '../fronts/operation.ts'
import type { Service } from '../fronts/service.ts'
import { AdminError, type AdminRequest, type AdminRoute } from './admin-route.ts'

const bucketPath = 'buckets/(?<service>[^/]+)/(?<name>[^/]+)'

export const adminRoutes: readonly AdminRoute[] = [
  {
    method: 'GET',
    title: 'requests?operation=',
    pattern: /^requests$/,
    run: ({ emulator, query }) =>
      emulator.requests.list((query.get('operation') ?? undefined) as Operation | undefined),
  },
  {
    method: 'GET',
    title: 'requests/count?operation=',
    pattern: /^requests\/count$/,
    run: ({ emulator, query }) => ({
      count: emulator.requests.count((query.get('operation') ?? undefined) as Operation | undefined),
    }),
  },
  { method: 'DELETE', title: 'requests', pattern: /^requests$/, run: ({ emulator }) => emulator.requests.clear() },
  { method: 'GET', title: 'faults', pattern: /^faults$/, run: ({ emulator }) => emulator.faults.list() },
  { method: 'POST', title: 'faults', pattern: /^faults$/, run: addFault },
  { method: 'DELETE', title: 'faults', pattern: /^faults$/, run: ({ emulator }) => emulator.faults.clear() },
  { method: 'POST', title: 'faults/schedules', pattern: /^faults\/schedules$/, run: addSchedule },
  { method: 'DELETE', title: 'faults/<id>', pattern: /^faults\/(?<id>\d+)$/, run: removeFault },
  { method: 'POST', title: 'domains', pattern: /^domains$/, run: addDomain },
  {
    method: 'GET',
    title: 'buckets/<service>/<bucket>/objects',
    pattern: new RegExp(`^${bucketPath}/objects$`),
    run: (request) => findBucket(request).objects(),
  },
  {
    method: 'GET',
    title: 'buckets/<service>/<bucket>/uploads',
    pattern: new RegExp(`^${bucketPath}/uploads$`),
    run: (request) =>
      findBucket(request)
        .uploads()
        .map((upload) => ({ ...upload, parts: [...upload.parts.values()] })),
  },
  {
    method: 'GET',
    title: 'buckets/<service>/<bucket>/objects/<key>',
    pattern: new RegExp(`^${bucketPath}/objects/(?<key>.+)$`),
    run: readObject,
  },
  {
    method: 'PUT',
    title: 'buckets/<service>/<bucket>/objects/<key>',
    pattern: new RegExp(`^${bucketPath}/objects/(?<key>.+)$`),
    run: async (request) => findBucket(request).put(keyOf(request), await request.readBody()),
  },
  {
    method: 'DELETE',
    title: 'buckets/<service>/<bucket>/objects/<key>',
    pattern: new RegExp(`^${bucketPath}/objects/(?<key>.+)$`),
    run: (request) => findBucket(request).delete(keyOf(request)),
  },
]

async function addFault(request: AdminRequest): Promise<{ id: number }> {
  const rule = (await readJson(request)) as Partial<FaultRule>
  const { fault } = rule
  if (fault === undefined || !isFaultKind(fault.kind)) {
    throw new AdminError(400, `A rule needs a fault with one of these kinds: ${faultKinds.join(', ')}`)
  }
  return { id: request.emulator.faults.add({ ...rule, fault }).id }
}

async function addSchedule(request: AdminRequest): Promise<{ id: number; seed: number | undefined }> {
  const options = (await readJson(request)) as ScheduleOptions
  if (typeof options.rate !== 'number') throw new AdminError(400, 'A schedule needs a rate from 0 to 1')
  const { id, seed } = request.emulator.faults.schedule(options)
  return { id, seed }
}

function removeFault({ emulator, parameters: { id } }: AdminRequest): void {
  if (!emulator.faults.remove(Number(id))) throw new AdminError(404, `There is no fault ${id}`)
}

async function addDomain(request: AdminRequest): Promise<void> {
  const { service, bucket, host } = (await readJson(request)) as { service: Service; bucket: string; host: string }
  request.emulator.addDomain(service, bucket, host)
}

async function readObject(request: AdminRequest): Promise<Buffer> {
  try {
    return await findBucket(request).read(keyOf(request))
  } catch (error) {
    throw error instanceof EngineError ? new AdminError(404, error.message) : error
  }
}

const keyOf = ({ parameters: { key = '' } }: AdminRequest): string => key

function findBucket({ emulator, parameters: { service, name = '' } }: AdminRequest): BucketView {
  try {
    return emulator.bucket(service as Service, name)
  } catch (error) {
    throw new AdminError(404, (error as Error).message)
  }
}

async function readJson({ readBody }: AdminRequest): Promise<unknown> {
  try {
    const value: unknown = JSON.parse((await readBody()).toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw new AdminError(400, 'The body is no JSON object')
}
