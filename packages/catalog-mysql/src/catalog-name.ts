/** In configurations, and at the head of every message. */
export const catalogName = 'mysql'
