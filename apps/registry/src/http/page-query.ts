import { RegistryError } from '../errors/registry-error.ts'

/**
 * The `n` of a listing: undefined when absent.
 * @throws RegistryError PAGINATION_NUMBER_INVALID for anything but a whole number from 0
 */
export function parsePageSize(query: URLSearchParams): number | undefined {
  const text = query.get('n')
  if (text === null || text === '') return undefined
  if (!/^\d{1,9}$/.test(text)) {
    throw new RegistryError('PAGINATION_NUMBER_INVALID', {
      message: 'n is the number of results wanted: a whole number from 0',
      detail: { n: text.slice(0, 32) },
    })
  }
  return Number(text)
}

/** The query of the next page. */
export function nextPageQuery(last: string, n: number): URLSearchParams {
  return new URLSearchParams({ last, n: String(n) })
}

/**
 * The `page` of a search, from 1: the first when absent.
 * @throws RegistryError PAGINATION_NUMBER_INVALID for anything but a whole number from 1
 */
export function parsePageNumber(query: URLSearchParams): number {
  const text = query.get('page')
  if (text === null || text === '') return 1
  if (!/^0*[1-9]\d{0,8}$/.test(text)) {
    throw new RegistryError('PAGINATION_NUMBER_INVALID', {
      message: 'page is the number of a page of results: a whole number from 1',
      detail: { page: text.slice(0, 32) },
    })
  }
  return Number(text)
}
