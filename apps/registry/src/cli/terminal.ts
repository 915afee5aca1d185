/** Where a command gets its surroundings from and puts its words to. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  print(text: string): unknown
  printError(text: string): unknown
  /** Where progress is shown, if it is a terminal. Default: nowhere. */
  readonly errorStream?: NodeJS.WriteStream | undefined
}
