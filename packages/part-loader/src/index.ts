export { durationOption } from './duration-option.ts'
export { loadPart, type LoadPartOptions, type PartDefinition, type PartKind } from './load-part.ts'
export { booleanOption, integerOption, textOption } from './options.ts'
export { parseOptions } from './parse-options.ts'
