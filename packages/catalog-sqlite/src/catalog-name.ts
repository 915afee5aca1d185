/** The name in configurations, and at the head of messages. */
export const catalogName = 'sqlite'
