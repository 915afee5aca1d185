import type { MariaDb } from '@moorage/testkit/programs'
import mysql, { type Connection } from 'mysql2/promise'

/** A connection of another program to a database, as its administrator. The caller ends it. */
export function secondClient(server: MariaDb, database: string): Promise<Connection> {
  return mysql.createConnection({ socketPath: server.socket, user: server.administrator, database })
}
