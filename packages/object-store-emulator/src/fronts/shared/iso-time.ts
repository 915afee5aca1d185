/** As the services write times in documents: they know no more than whole seconds. */
export const isoTime = (milliseconds: number): string => new Date(Math.floor(milliseconds / 1000) * 1000).toISOString()
