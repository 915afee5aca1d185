import { ServiceError } from '../service-error.ts'
import type { ServedCall } from '../front.ts'

export const readUploadId = ({ request: { query } }: ServedCall): string => query.get('uploadId') ?? ''

export function readPartNumber({ request: { query }, limits }: ServedCall): number {
  const text = query.get('partNumber') ?? ''
  const partNumber = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (partNumber >= 1 && partNumber <= limits.maxParts) return partNumber
  throw new ServiceError('InvalidArgument', { detail: `partNumber is not from 1 to ${limits.maxParts}: ${text}` })
}
