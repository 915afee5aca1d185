import { findProgram } from './find-program.ts'

/** Why tests with these programs cannot run here, or undefined when they can. */
export async function findSkipReason(
  programs: readonly string[],
  { asRoot = false }: { readonly asRoot?: boolean } = {},
): Promise<string | undefined> {
  for (const program of programs) {
    if ((await findProgram(program)) === undefined) return `${program} is not installed`
  }
  return asRoot && process.getuid?.() !== 0 ? `${programs.join(' and ')} must be started by root` : undefined
}
