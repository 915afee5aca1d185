/** One thing that is wrong with a configuration. */
export interface ConfigurationProblem {
  /** Dotted key such as `http.addr`; empty where the document as a whole is meant. */
  readonly path: string
  /** What is wrong and what was expected, with secrets masked. */
  readonly message: string
}

/** The configuration cannot be used. The message has one line for each problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly problems: readonly ConfigurationProblem[]
  /** A sentence for each key or variable that has no effect: what is missing may have been set under a wrong name. */
  readonly warnings: readonly string[]

  constructor(
    problems: readonly ConfigurationProblem[],
    options: ErrorOptions & { readonly warnings?: readonly string[] } = {},
  ) {
    super(problems.map(problemLine).join('\n'), options)
    this.problems = problems
    this.warnings = options.warnings ?? []
  }
}

function problemLine({ path, message }: ConfigurationProblem): string {
  if (path === '') return message
  return /^(?:is|names) /.test(message) ? `${path} ${message}` : `${path}: ${message}`
}
