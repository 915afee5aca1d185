export {
  findMariaDbSkipReason,
  type MariaDb,
  type MariaDbDatabase,
  type MariaDbOptions,
  startMariaDb,
} from './mariadb.ts'
