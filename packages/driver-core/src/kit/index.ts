export { checkPaths } from './check-paths.ts'
export { booleanOption, integerOption, parseOptions } from './parse-options.ts'
